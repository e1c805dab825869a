import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { FastifyReply } from 'fastify';
import type { FileAnswer } from './route.ts';

/** What an answer is, signs included. */
export const contentTypes = {
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
} as const;
const pictures = ['jpeg', 'png', 'webp'] as const;
export type FileType = Exclude<keyof typeof contentTypes, 'json'>;

/** What the answer of a route may be; of a picture each format. */
export function answerTypes({ produces }: Pick<RouteContract, 'produces'>): readonly string[] {
  return (produces === 'picture' ? pictures : [produces]).map((type) => contentTypes[type]);
}

/** Answers are data: a browser that takes one for a page may load and run nothing from it. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Somebody brought it: whatever it turns out to be, it is nobody's page and has no origin. */
const picturePolicy = `${dataPolicy}; sandbox`;

/** JSON, or a file to be saved. */
export function sendAnswer(reply: FastifyReply, contract: RouteContract, answer: unknown): void {
  if (contract.produces === 'json') {
    reply.send(answer);
    return;
  }
  const { file, fileName, type = contract.produces } = answer as FileAnswer;
  if (type === 'picture') throw new Error(`${contract.id} does not say of which format its picture is`);
  if ((pictures as readonly string[]).includes(type)) reply.header('content-security-policy', picturePolicy);
  reply
    .type(contentTypes[type])
    .header(
      'content-disposition',
      `attachment; filename="file.${type}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    )
    .send(file);
}
