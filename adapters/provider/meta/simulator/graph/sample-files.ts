// Small files that stand in for media samples in a rehearsal, so that no link a person types is ever fetched.
import { ok, type Result } from '../../../../../src/domain/result.ts';
import type { MediaFormat } from '../../../../../src/domain/templates/template.ts';

export type SampleFile = { readonly bytes: Buffer; readonly type: string; readonly name: string };

// A picture of one pixel, an empty mp4 container, a page without text.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d6d703432', 'hex');
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

const FILES: Readonly<Record<MediaFormat, SampleFile>> = {
  image: { bytes: PNG, type: 'image/png', name: 'sample.png' },
  video: { bytes: MP4, type: 'video/mp4', name: 'sample.mp4' },
  gif: { bytes: MP4, type: 'video/mp4', name: 'sample.mp4' },
  document: { bytes: PDF, type: 'application/pdf', name: 'sample.pdf' },
};

/** A file of the format, whatever the link says. */
export async function rehearsalSample(_link: string, format: MediaFormat): Promise<Result<SampleFile, never>> {
  return ok(FILES[format]);
}
