import { newKey } from '../kit/api.ts';

/** A picture ready to be sent. The key is that of the command: sent twice, it is there once. */
export interface Photo {
  key: string;
  picture: Blob;
  /** A JPEG so small that no writing on it can be read, base64. */
  preview: string;
}

const longestSide = 1600;
const quality = 0.8;
const previewSide = 96;
const previewQuality = [0.6, 0.3] as const;
/** What a form field may carry as base64. */
const previewBytes = 4400;

/**
 * A photo of some megabytes becomes one of some hundred kilobytes: drawn anew, upright, which leaves behind where and with what it was taken.
 * @throws what is no picture to this browser
 */
export async function shrinkPhoto(file: Blob): Promise<Photo> {
  const image = await createImageBitmap(file);
  try {
    const picture = await draw(image, longestSide, quality);
    let small = await draw(image, previewSide, previewQuality[0]);
    if (small.size > previewBytes) small = await draw(image, previewSide, previewQuality[1]);
    return { key: newKey(), picture, preview: await base64Of(small) };
  } finally {
    image.close();
  }
}

async function draw(image: ImageBitmap, side: number, withQuality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  // What is transparent in the original is paper.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', withQuality));
  if (!blob) throw new Error('no picture');
  return blob;
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
