/**
 * What arrives as a picture is judged by its bytes and written anew from the parts that a picture needs, without decoding it (security handbook §6
 * rule 12): nothing that only rides along, such as the place of the photo, the name of the phone or another file behind the end, is kept.
 */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { cleanWebp } from './clean-webp.ts';

export type PictureType = 'jpeg' | 'png' | 'webp';

export interface Picture {
  type: PictureType;
  /** The file as it is kept. */
  bytes: Buffer;
  /** Pixels. */
  width: number;
  height: number;
}

/** The form of the file is not that of a picture of its kind: a part is missing, wrong or cut off. */
const damaged = () => new AppError('attachment.damaged', 'invalid');

const formats = [
  { type: 'jpeg', mark: Buffer.from([0xff, 0xd8, 0xff]), at: 0, clean: cleanJpeg },
  { type: 'png', mark: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), at: 0, clean: cleanPng },
  { type: 'webp', mark: Buffer.from('WEBPVP8'), at: 8, clean: cleanWebp },
] as const;

const formatOf = (bytes: Buffer) => formats.find(({ mark, at }) => bytes.subarray(at, at + mark.length).equals(mark));

/** Of a picture that was cleaned. */
export const typeOf = (bytes: Buffer): PictureType => formatOf(bytes)!.type;

/**
 * @throws AppError `attachment.no-picture`, `attachment.too-large`, `attachment.too-wide`, `attachment.damaged`
 * @param limits kilobytes of the file as it arrives, pixels of its longer side as its head says
 */
export function cleanPicture(bytes: Buffer, limits: { kilobytes: number; longestSide: number }): Picture {
  if (bytes.length > limits.kilobytes * 1024)
    throw new AppError('attachment.too-large', 'tooLarge', {
      size: Math.ceil(bytes.length / 1024),
      limit: limits.kilobytes,
    });
  const format = formatOf(bytes);
  if (!format) throw new AppError('attachment.no-picture', 'invalid');
  const cleaned = format.clean(bytes);
  if (!cleaned) throw damaged();
  const { width, height } = cleaned;
  if (width < 1 || height < 1) throw damaged();
  if (Math.max(width, height) > limits.longestSide)
    throw new AppError('attachment.too-wide', 'invalid', { width, height, limit: limits.longestSide });
  return { type: format.type, ...cleaned };
}

export type Cleaned = Omit<Picture, 'type'>;
