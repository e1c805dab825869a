import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { commandRoute, type RouteDefinition } from '../platform/route.ts';
import { changeEmployment } from './change-employment.ts';
import { endEmployment } from './end-employment.ts';
import { registerEmployment } from './register-employment.ts';
import { restoreEmployment } from './restore-employment.ts';
import { voidEmployment } from './void-employment.ts';

export const employmentRoutes: RouteDefinition[] = [
  commandRoute(employmentContracts.register, registerEmployment),
  commandRoute(employmentContracts.change, changeEmployment),
  commandRoute(employmentContracts.end, endEmployment),
  commandRoute(employmentContracts.void, voidEmployment),
  commandRoute(employmentContracts.restore, restoreEmployment),
];
