// Microsoft Teams as a ChatPlatform: our own route, renderers and connector client; botbuilder tells whether a request is
// Microsoft's. It is loaded when the platform starts, so that a process without Teams does not carry it.
import type { ChatPlatform, Dispatch, Hear, Search } from '../../../src/ports/chat.ts';
import type { RawRequest, Route } from '../../../src/ports/http.ts';
import type { Clock, Log, Memory } from '../../../src/ports/process.ts';
import { PLATFORM } from './app-facts.ts';
import { checkTeams } from './checks.ts';
import { createConnector } from './connector/connector.ts';
import { messageLink } from './connector/links.ts';
import { createReferences, type Ours, type Sighting } from './connector/references.ts';
import { createHearing } from './hearing.ts';
import type { Count } from './in/inbound-deps.ts';
import { createIntake } from './in/intake.ts';
import { createPlaceEvents } from './in/place-events.ts';
import { createDirect } from './out/direct.ts';
import { createPosting } from './out/posting.ts';
import { createPrivately } from './out/private.ts';
import { createMembership } from './people/membership.ts';
import { createProfiles } from './people/profiles.ts';
import { createRosters, watched } from './people/rosters.ts';
import { isAllowedService, knowsTargeted, SERVICE_HOSTS } from './trust/connector-hosts.ts';
import type { Credential } from './trust/credential.ts';
import { createRefusals } from './trust/refusals.ts';
import { createTokenSource } from './trust/token.ts';
import { loadWire, type Wire } from './trust/wire.ts';
import type { WordsIn } from './words.ts';
import { trackWork } from './work.ts';

export type TeamsSettings = {
  /** Empty only with `playground`, as are the password and the tenant. */
  readonly appId: string;
  readonly appPassword: string;
  /** Instead of the password, which is empty then. */
  readonly credential?: Credential;
  readonly tenantId: string;
  /** The Agents Playground on this machine: nothing is signed, and its tenant is taken as it comes. */
  readonly playground: boolean;
  /** `card`: forms are cards in the private chat instead of dialogs. */
  readonly forms: 'dialog' | 'card';
  readonly loginUrl: string;
  readonly openIdUrl: string;
  /** Where a call goes while its conversation has not been seen. */
  readonly serviceUrl: string;
  /** Hosts our token may go to, besides Microsoft's own. */
  readonly serviceHosts: readonly string[];
  /** Configured channels: people are looked up on their rosters. */
  readonly channels: readonly string[];
  /** Country of our own WhatsApp numbers (ISO 3166), when they are of one. */
  readonly country?: string;
  /** Language of what the adapter itself puts on shared cards. */
  readonly channelLanguage: string;
};

export type TeamsDeps = {
  readonly now: Clock;
  readonly log: Log;
  readonly words: WordsIn;
  /** First words that ask for the help, lower case, in any language. */
  readonly greetings: ReadonlySet<string>;
  readonly count: Count;
  /** `ack`: seconds from the request to its answer. */
  readonly observe: (metric: string, seconds: number) => void;
  readonly memory: Memory;
};

/** How long a stop waits for answers still on their way to people. */
const STOP_MS = 1000;

const NOT_READY = { ok: false, error: { status: 503, why: 'not_ready' } } as const;

type On = { readonly dispatch: Dispatch; readonly search: Search; readonly hear?: Hear };

/** Throws without app id, credential or tenant, unless it is for the Playground: anybody could be believed. */
export function createTeamsPlatform(settings: TeamsSettings, deps: TeamsDeps): ChatPlatform {
  const { playground, appId, appPassword, credential, tenantId, serviceUrl } = settings;
  if (!playground && !(appId && (appPassword || credential) && tenantId))
    throw new Error('Teams needs an app id, its password, certificate or federated token, and a tenant id');
  const { log, now, words, memory } = deps;
  const work = trackWork(log);
  let on: On | undefined;
  let wire: Wire | undefined;
  let home: { readonly tenant: string; readonly bot: string } | undefined = playground
    ? undefined
    : { tenant: tenantId, bot: `28:${appId}` };
  const ours = (): Ours => ({ serviceUrl, tenant: home?.tenant, bot: home?.bot });

  const { loginUrl } = settings;
  const tokens = createTokenSource({ loginUrl, tenantId, appId, appSecret: appPassword, credential }, { now });
  const hosts = [...SERVICE_HOSTS, ...settings.serviceHosts];
  // The Playground's place on this machine is the one configured, else the first that it names; nothing else will do.
  let playgroundUrl = playground && isAllowedService(serviceUrl, [serviceUrl]) ? serviceUrl : undefined;
  const allowed = (url: string) => isAllowedService(url, playground ? [playgroundUrl ?? url] : hosts);
  const targets = (url: string) => !playground && knowsTargeted(url, settings.serviceHosts);
  const token = playground ? async () => ({ ok: true, value: undefined }) as const : tokens.token;
  const connector = createConnector({ allowed, token }, { now });
  const references = createReferences({ memory, ours, log });
  const direct = createDirect({ connector, references, ours });
  const shared = { connector, references, direct, ours };
  const { forms, channelLanguage, channels } = settings;
  const { patient } = connector;
  const posting = createPosting({
    ...shared,
    connector: patient,
    direct: createDirect({ connector: patient, references, ours }),
    words,
    forms,
    channelLanguage,
  });
  const rosters = createRosters({ connector, references, channels });
  const membership = createMembership({ rosters, references, ours, now, log });
  const profiles = createProfiles({ ...shared, rosters: watched(rosters, membership.saw), now });
  const hearing = createHearing({ memory, now, log });

  const refusals = createRefusals({ memory, now, log });
  const count: Count = (metric, labels) => {
    if (metric === 'teams_refused' && labels.why) refusals.note(labels.why);
    deps.count(metric, labels);
  };

  /** The Playground's tenant, bot and address are the first it names. */
  async function learn(sighting: Sighting): Promise<void> {
    home ??= { tenant: sighting.ref.tenant, bot: sighting.ref.bot };
    playgroundUrl ??= sighting.ref.serviceUrl;
    await references.learn(sighting);
  }

  const { route } = createIntake({
    glance: (authorization) => (wire ? wire.glance(authorization) : NOT_READY),
    verify: async (authorization, activity) => (wire ? wire.verify(authorization, activity) : NOT_READY),
    allowed,
    tenant: tenantId || undefined,
    playground,
    references: { learn, forgetPerson: references.forgetPerson, localeOf: references.localeOf },
    membership,
    tellOfPlaces: createPlaceEvents({ references, channels, ask: rosters.faultOf, now }),
    hearing,
    on: () => on,
    privately: createPrivately({ ...shared, targets }),
    update: connector.update,
    send: connector.send,
    country: settings.country,
    words,
    greetings: deps.greetings,
    forms,
    log,
    count,
    track: work.track,
  });

  return {
    id: PLATFORM,
    tenant: () => home?.tenant,
    routes: [timed(route, deps.observe)],

    async start(given) {
      const onTrouble = (what: string) => {
        deps.count('teams_keys_trouble', { what });
        log.warn({ what }, 'Microsoft’s signing keys could not be renewed; the known ones count for two days');
      };
      const { openIdUrl } = settings;
      if (!playground) wire = await loadWire({ appId, openIdUrl, tenantId, loginUrl }, { now, onTrouble });
      on = given;
    },

    async stop() {
      on = undefined;
      await work.idle(STOP_MS);
      await Promise.all([connector.close(), tokens.close()]);
    },

    post: posting.post,
    update: posting.update,
    localeOf: references.localeOf,
    nameOf: profiles.name,
    emailOf: profiles.email,
    channelName: profiles.channelName,
    linkTo: async (ref) => (playground ? undefined : messageLink(ref, await references.ofChannel(ref.channel))),
    check: (places, people = []) => checkTeams({ ...shared, settings, tokens, hearing, refusals, now }, places, people),
  };
}

function timed(route: Route, observe: TeamsDeps['observe']): Route {
  return {
    ...route,
    async handle(request: RawRequest) {
      const started = performance.now();
      const answer = await route.handle(request);
      observe('ack', (performance.now() - started) / 1000);
      return answer;
    },
  };
}
