// Resumable upload of header samples: open a session, send the bytes, get a handle. Surprise: the session belongs to the
// app, not to the account, and the second call authenticates with the word `OAuth`.

import { type Answer, answer, graphError, refuse } from '../errors.ts';
import type { Upload } from '../model.ts';
import type { World } from '../world.ts';

const TYPES = ['image/jpeg', 'image/jpg', 'image/png', 'video/mp4', 'application/pdf'];
const MAX_BYTES: Readonly<Record<string, number>> = { image: 5_000_000, video: 16_000_000, application: 100_000_000 };

/** POST /{app}/uploads?file_name=&file_length=&file_type= */
export function openUpload(world: World, query: URLSearchParams): Answer {
  const type = query.get('file_type') ?? '';
  const length = Number(query.get('file_length'));
  if (!TYPES.includes(type)) return refuse(graphError(100, `file_type ${type} is not supported`));
  const most = MAX_BYTES[type.split('/')[0] ?? ''] ?? 0;
  if (!Number.isInteger(length) || length < 1 || length > most) {
    return refuse(graphError(100, `file_length must be a number of bytes from 1 to ${most}`));
  }
  const upload: Upload = {
    id: `upload:${Buffer.from(world.settings.newId()).toString('base64url')}`,
    type,
    length,
    received: 0,
  };
  world.state.uploads.put(upload);
  return answer({ id: upload.id });
}

/** POST /{upload session}, header `file_offset`. Answers the handle once every byte is here. */
export function receiveUpload(world: World, id: string, offset: string | undefined, bytes: Buffer): Answer {
  const upload = world.state.uploads.get(id);
  if (!upload) return refuse({ ...graphError(100, 'The upload session does not exist.'), subcode: 33 });
  if (Number(offset) !== upload.received) return refuse(graphError(100, `file_offset must be ${upload.received}`));
  const received = upload.received + bytes.length;
  if (received > upload.length) return refuse(graphError(100, 'More bytes than file_length announced.'));
  const handle = `4::${Buffer.from(`${upload.type}:${id}`).toString('base64url')}`;
  const complete = received === upload.length;
  world.state.uploads.put({ ...upload, received, ...(complete ? { handle } : {}) });
  return answer(complete ? { h: handle } : { id, file_offset: received });
}

/** GET /{upload session}: how far it got. */
export function readUpload(world: World, id: string): Answer {
  const upload = world.state.uploads.get(id);
  return upload
    ? answer({ id, file_offset: upload.received })
    : refuse({ ...graphError(100, 'The upload session does not exist.'), subcode: 33 });
}
