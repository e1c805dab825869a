import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { checkManyContacts } from './check-contacts.ts';
import { recordContact } from './record-contact.ts';
import { restoreContact } from './restore-contact.ts';
import { voidContact } from './void-contact.ts';

export const contactRoutes: RouteDefinition[] = [
  commandRoute(contactContracts.record, recordContact),
  readRoute(contactContracts.checkMany, checkManyContacts),
  commandRoute(contactContracts.void, voidContact),
  commandRoute(contactContracts.restore, restoreContact),
];
