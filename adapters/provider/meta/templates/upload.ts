// Turns the sample link of a media header into the file handle Meta wants in a new template (Graph's resumable upload).
// Its surprise: the file is filed under the app, and the second call authorises with `OAuth`, not `Bearer`.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Header, Template } from '../../../../src/domain/templates/template.ts';
import type { ReadSample, Sample } from '../../../../src/ports/provider.ts';
import { fetchSample } from '../../../shared/fetch-sample.ts';
import type { CallMeta } from '../client.ts';
import { failureOfGarble } from '../errors.ts';
import { UploadedFile, UploadSession } from '../schema.ts';
import type { MetaSettings } from '../settings.ts';

/** A 100 MB document at 10 Mbit/s. */
const UPLOAD_TIMEOUT_MS = 90_000;

/** The template with every sample link replaced by a handle, and the handle of its own header when it has one. */
export type Uploaded = { readonly template: Template; readonly headerHandle?: string };

/** Uploads all samples of a template, carousel cards included. Idempotent: a repeated upload only makes another handle. */
export async function uploadSamples(
  template: Template,
  settings: MetaSettings,
  call: CallMeta,
  readSample: ReadSample = fetchSample,
): Promise<Result<Uploaded, Failure>> {
  const own = await uploadSample(template.header, settings, call, readSample);
  if (!own.ok) return own;
  const cards = [];
  for (const card of template.carousel ?? []) {
    const handle = await uploadSample(card.header, settings, call, readSample);
    if (!handle.ok) return handle;
    cards.push({ ...card, ...withSample(card.header, handle.value) });
  }
  return ok({
    template: {
      ...template,
      ...withSample(template.header, own.value),
      ...(template.carousel === undefined ? {} : { carousel: cards }),
    },
    ...(own.value === undefined ? {} : { headerHandle: own.value }),
  });
}

function withSample(header: Header | undefined, handle: string | undefined): { readonly header?: Header } {
  if (header === undefined) return {};
  return { header: handle !== undefined && 'sample' in header ? { ...header, sample: handle } : header };
}

/** The handle of one header; undefined when there is nothing to upload or the sample is a handle already. */
async function uploadSample(
  header: Header | undefined,
  settings: MetaSettings,
  call: CallMeta,
  readSample: ReadSample,
): Promise<Result<string | undefined, Failure>> {
  if (header === undefined || !('sample' in header)) return ok(undefined);
  if (header.sample === '')
    return err({
      kind: 'rejected',
      fault: 'media_failed',
      reaction: 'template',
      detail: 'the header has no sample file',
      sample: { why: 'missing' },
    });
  // A handle Meta gave (`4::…`) is passed on; anything else is a link.
  if (/^\d::/.test(header.sample)) return ok(header.sample);
  const sample = await readSample(header.sample, header.format, {
    mediaHosts: settings.mediaHosts ?? [],
    timeoutMs: settings.timeoutMs,
  });
  return sample.ok ? uploadFile(sample.value, settings, call) : sample;
}

async function uploadFile(sample: Sample, settings: MetaSettings, call: CallMeta): Promise<Result<string, Failure>> {
  const opened = await call({
    name: 'open_upload',
    method: 'POST',
    path: `${settings.appId}/uploads`,
    query: { file_name: sample.name, file_length: `${sample.bytes.length}`, file_type: sample.type },
  });
  if (!opened.ok) return opened;
  const session = UploadSession.safeParse(opened.value);
  if (!session.success) return err(failureOfGarble('the upload session has no usable id', false));
  const sent = await call({
    name: 'upload',
    method: 'POST',
    path: session.data.id,
    headers: {
      authorization: `OAuth ${settings.accessToken}`,
      'content-type': 'application/octet-stream',
      file_offset: '0',
    },
    bytes: sample.bytes,
    timeoutMs: Math.max(settings.timeoutMs, UPLOAD_TIMEOUT_MS),
  });
  if (!sent.ok) return sent;
  const file = UploadedFile.safeParse(sent.value);
  return file.success ? ok(file.data.h) : err(failureOfGarble('the upload has no handle', false));
}
