import { findAreaVersion } from '@renshe/domain/area/area-tree.ts';
import { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import {
  answerRequest,
  askForHelp,
  closeRequest,
  forwardRequest,
  receiveRequest,
  takeRequest,
} from './handle-request.ts';
import { getRequest, listRequests } from './help-request.queries.ts';

export const helpRequestRoutes: RouteDefinition[] = [
  commandRoute(helpRequestContracts.ask, askForHelp),
  readRoute(helpRequestContracts.communities, async (c) => ({
    communities: [...c.tree.areas.values()]
      .filter(
        (area) =>
          area.kind === 'community' &&
          !c.tree.successions.has(area.areaId) &&
          findAreaVersion(c.tree, area.areaId, c.today) !== undefined,
      )
      .map((area) => areaRef(c.tree, area.areaId, c.today)),
  })),
  readRoute(helpRequestContracts.list, (c) => {
    const { scope } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    return listRequests(c.r, scope, c.tree, c.today, c.query);
  }),
  commandRoute(helpRequestContracts.receive, receiveRequest),
  commandRoute(helpRequestContracts.take, takeRequest),
  commandRoute(helpRequestContracts.answer, answerRequest),
  commandRoute(helpRequestContracts.forward, forwardRequest),
  commandRoute(helpRequestContracts.close, closeRequest),
  readRoute(helpRequestContracts.reveal, async (c) => {
    const row = await getRequest(c.r, c.scope, c.params.requestId);
    c.audit({
      districtId: row.district_id,
      areaId: row.area_id,
      subjectKind: 'help-request',
      subjectId: row.request_id,
      purpose: c.body.purpose,
      details: { fields: ['phone'] },
    });
    return { phone: c.host.keyring.decrypt(row.phone_cipher, `help_request.phone:${row.request_id}`) };
  }),
];
