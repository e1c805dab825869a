import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { commandRoute, type RouteDefinition } from '../platform/route.ts';
import { changeUnemployment } from './change-unemployment.ts';
import { deregisterUnemployment } from './deregister-unemployment.ts';
import { registerUnemployment } from './register-unemployment.ts';
import { restoreUnemployment } from './restore-unemployment.ts';
import { reverseDeregistration } from './reverse-deregistration.ts';
import { voidUnemployment } from './void-unemployment.ts';

export const unemploymentRoutes: RouteDefinition[] = [
  commandRoute(unemploymentContracts.register, registerUnemployment),
  commandRoute(unemploymentContracts.change, changeUnemployment),
  commandRoute(unemploymentContracts.deregister, deregisterUnemployment),
  commandRoute(unemploymentContracts.reverse, reverseDeregistration),
  commandRoute(unemploymentContracts.void, voidUnemployment),
  commandRoute(unemploymentContracts.restore, restoreUnemployment),
];
