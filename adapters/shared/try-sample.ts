// Tries a sample link as a submission would, and keeps nothing: so that a file that cannot be had is known before people are
// asked to approve it, whoever will fetch it in the end.
import type { Failure } from '../../src/domain/fault.ts';
import { ok, type Result } from '../../src/domain/result.ts';
import type { Provider, ReadSample } from '../../src/ports/provider.ts';
import { fetchSample } from './fetch-sample.ts';

/** `readSample`: a rehearsal's own files in place of links people type. */
export function trySample(
  settings: { readonly mediaHosts?: readonly string[] | undefined; readonly timeoutMs: number },
  readSample: ReadSample = fetchSample,
): Provider['trySample'] {
  return async (link, format): Promise<Result<undefined, Failure>> => {
    const { mediaHosts = [], timeoutMs } = settings;
    const sample = await readSample(link, format, { mediaHosts, timeoutMs });
    return sample.ok ? ok(undefined) : sample;
  };
}
