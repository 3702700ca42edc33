// The links a template's sample files are to be fetched from. What a provider gave back, a handle, is no link.
import type { Header, MediaFormat, Template } from './template.ts';

export type SampleLink = { readonly link: string; readonly format: MediaFormat };

/** Of the header and of every carousel card, in order. Empty when nothing has to be fetched. */
export function sampleLinks(template: Pick<Template, 'header' | 'carousel'>): readonly SampleLink[] {
  const headers = [template.header, ...(template.carousel ?? []).map((card) => card.header)];
  return headers.flatMap((header) => linkOf(header) ?? []);
}

function linkOf(header: Header | undefined): SampleLink | undefined {
  if (header === undefined || !('sample' in header)) return undefined;
  return /^https?:\/\//i.test(header.sample) ? { link: header.sample, format: header.format } : undefined;
}
