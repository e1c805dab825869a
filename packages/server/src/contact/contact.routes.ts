import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { commandRoute, type RouteDefinition } from '../platform/route.ts';
import { recordContact } from './record-contact.ts';
import { voidContact } from './void-contact.ts';

export const contactRoutes: RouteDefinition[] = [
  commandRoute(contactContracts.record, recordContact),
  commandRoute(contactContracts.void, voidContact),
];
