import type { CodeOf, CodeSet } from './code-set.ts';

/** What a photo or scan on a file shows 附件种类: a list of this product. */
export const attachmentKinds = [
  { code: 'visit-photo', zh: '走访照片', en: 'Photo of a visit' },
  { code: 'document-copy', zh: '证件复印件', en: 'Copy of a document' },
  { code: 'proof', zh: '证明材料', en: 'Proof' },
  { code: 'other', zh: '其他', en: 'Other' },
] as const satisfies CodeSet;

export type AttachmentKind = CodeOf<typeof attachmentKinds>;
