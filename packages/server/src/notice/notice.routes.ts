import { noticeContracts } from '@renshe/domain/notice/notice.contract.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { listNotices } from './notice.queries.ts';

/** 消息: what has happened to things of mine. */
export const noticeRoutes: RouteDefinition[] = [
  readRoute(noticeContracts.list, async (c) => ({ notices: await listNotices(c) })),
];
