// Reads about the account itself, and the subscription of webhooks. Surprise: without the subscription of this app to
// the account no webhook is sent, whatever the app's own settings say.

import { type Answer, answer, graphError, refuse } from '../errors.ts';
import { type Fields, text } from '../json.ts';
import type { World } from '../world.ts';

/** Only what was asked for, and always the id. */
function pick(all: Fields, query: URLSearchParams): Answer {
  const wanted = query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim());
  const names = wanted === undefined ? Object.keys(all) : ['id', ...wanted];
  return answer(Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]])));
}

export function readAccount(world: World, query: URLSearchParams): Answer {
  const { restricted } = world.state.readKnobs();
  return pick(
    {
      id: world.settings.wabaId,
      name: 'Aval rehearsal',
      currency: 'USD',
      timezone_id: '1',
      account_review_status: restricted ? 'REJECTED' : 'APPROVED',
      health_status: { can_send_message: restricted ? 'BLOCKED' : 'AVAILABLE', entities: [] },
    },
    query,
  );
}

export function readNumber(world: World, query: URLSearchParams, id: string): Answer {
  return pick(numberFields(world, id), query);
}

export function listNumbers(world: World): Answer {
  const { phoneNumberId, otherNumberIds } = world.settings;
  return answer({ data: [phoneNumberId, ...otherNumberIds].map((id) => numberFields(world, id)) });
}

function numberFields(world: World, id: string): Fields {
  return {
    id,
    display_phone_number: world.settings.displayPhoneNumber,
    verified_name: 'Aval rehearsal',
    code_verification_status: 'VERIFIED',
    name_status: 'APPROVED',
    status: 'CONNECTED',
    platform_type: 'CLOUD_API',
    quality_rating: 'GREEN',
    throughput: { level: 'STANDARD' },
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
  };
}

/** GET /debug_token */
export function readToken(world: World): Answer {
  return answer({
    data: {
      app_id: world.settings.appId,
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
    },
  });
}

export function readApp(world: World): Answer {
  return answer({ id: world.settings.appId, name: 'Aval rehearsal' });
}

export function readSubscriptions(world: World): Answer {
  const { subscribed, overrideUrl } = world.state.readKnobs();
  if (!subscribed) return answer({ data: [] });
  return answer({
    data: [
      {
        whatsapp_business_api_data: { id: world.settings.appId, name: 'Aval rehearsal', link: '' },
        ...(overrideUrl === undefined ? {} : { override_callback_uri: overrideUrl }),
      },
    ],
  });
}

/** POST /{waba}/subscribed_apps. An own callback address must answer the handshake first. */
export async function subscribe(world: World, request: Fields): Promise<Answer> {
  const url = text(request.override_callback_uri);
  if (url !== undefined && !(await world.webhooks.handshake(url, text(request.verify_token) ?? ''))) {
    return refuse({ ...graphError(100, 'The callback URL or verify token could not be validated.'), subcode: 2200 });
  }
  world.state.setKnobs({ subscribed: true, ...(url === undefined ? {} : { overrideUrl: url }) });
  world.webhooks.wake();
  return answer({ success: true });
}

export function unsubscribe(world: World): Answer {
  world.state.setKnobs({ subscribed: false });
  return answer({ success: true });
}
