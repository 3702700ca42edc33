// `aval doctor` for Teams: token, Microsoft's keys, clock, channels, people, threads. Each line says what to do. Nothing that
// is asked here is seen by anybody in Teams.
import type { Failure } from '../../../src/domain/fault.ts';
import type { Check, Clock } from '../../../src/ports/process.ts';
import type { Connector } from './connector/connector.ts';
import type { References } from './connector/references.ts';
import type { Hearing } from './hearing.ts';
import type { Direct } from './out/direct.ts';
import { outsidersOn } from './people/rosters.ts';
import { checkKeys } from './trust/check-keys.ts';
import type { Refusals } from './trust/refusals.ts';
import type { TokenSource } from './trust/token.ts';

/** Asked one by one in a bounded time; the first ones tell enough. */
const PEOPLE_ASKED = 30;
const ASKED_AT_ONCE = 5;

export type ChecksDeps = {
  readonly settings: {
    readonly appId: string;
    readonly tenantId: string;
    readonly openIdUrl: string;
    readonly playground: boolean;
  };
  readonly tokens: TokenSource;
  readonly connector: Connector;
  readonly references: References;
  readonly direct: Direct;
  readonly hearing: Hearing;
  readonly refusals: Refusals;
  readonly now: Clock;
};

const okay = (name: string, detail: string): Check => ({ name, status: 'ok', detail, fix: '' });

/** `channels`: ids of the configured Teams channels; `people`: Entra object ids of whoever has a role. */
export async function checkTeams(
  deps: ChecksDeps,
  channels: readonly string[],
  people: readonly string[],
): Promise<readonly Check[]> {
  if (deps.settings.playground)
    return [okay('teams playground', 'unsigned requests of the Agents Playground are taken, on this machine only')];
  const [token, keys] = await Promise.all([checkToken(deps), checkKeys(deps.settings.openIdUrl, deps.now)]);
  const refused = await deps.refusals.check();
  if (token.status === 'failed') return [token, ...keys, ...refused];
  const reached = await Promise.all([...new Set(channels)].map((channel) => checkChannel(deps, channel)));
  return [
    token,
    ...keys,
    ...reached,
    ...(await checkPeople(deps, [...new Set(people)])),
    await checkHearing(deps),
    ...refused,
  ];
}

async function checkToken({ settings, tokens }: ChecksDeps): Promise<Check> {
  const name = 'teams token';
  const got = await tokens.token();
  if (got.ok) return okay(name, `app ${settings.appId} in tenant ${settings.tenantId}`);
  const { code = got.error.fault, detail } = got.error;
  return { name, status: 'failed', detail: detail ? `${code}: ${detail}` : code, fix: tokenFix(got.error) };
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const TOKEN_FIXES: Readonly<Record<string, string>> = {
  AADSTS7000215: 'TEAMS_APP_PASSWORD must be the value of a client secret of this app, not its id.',
  AADSTS7000222: 'The client secret has expired: make a new one and put its value into TEAMS_APP_PASSWORD.',
  AADSTS700016: 'There is no such app in this tenant: check TEAMS_APP_ID, and TEAMS_TENANT_ID.',
  AADSTS7000112: 'The app is disabled in Entra (Enterprise applications): enable it for sign-in.',
  AADSTS90002: 'There is no such tenant: TEAMS_TENANT_ID is the Directory (tenant) ID of the app’s Overview page.',
  AADSTS900023: 'TEAMS_TENANT_ID is the Directory (tenant) ID of the app’s Overview page, a GUID.',
  AADSTS700027:
    'Upload the certificate of TEAMS_CERTIFICATE_FILE to the app in Entra (Certificates & secrets), or point at the one that is there.',
  AADSTS700024:
    'Set this machine’s clock: what it signs is outside its time. A federated token may have run out in its file.',
  AADSTS70021:
    'In Entra add a federated credential to the app whose issuer, subject and audience are those of the token in TEAMS_FEDERATED_TOKEN_FILE.',
  AADSTS700213: 'In Entra give the app’s federated credential the subject of the token in TEAMS_FEDERATED_TOKEN_FILE.',
  AADSTS700211: 'In Entra give the app’s federated credential the issuer of the token in TEAMS_FEDERATED_TOKEN_FILE.',
  AADSTS700212: 'In Entra give the app’s federated credential the audience of the token in TEAMS_FEDERATED_TOKEN_FILE.',
  certificate_unreadable:
    'TEAMS_CERTIFICATE_FILE must be a PEM file that Aval can read, with the certificate and its unencrypted private key.',
  certificate_key:
    'TEAMS_CERTIFICATE_FILE must hold the RSA private key of its own certificate, the first in the file.',
  certificate_expired:
    'The certificate has expired: upload a new one to the app in Entra and put it into TEAMS_CERTIFICATE_FILE.',
  certificate_not_yet:
    'The certificate in TEAMS_CERTIFICATE_FILE is not valid yet: compare its dates with this machine’s clock.',
  federated_unreadable:
    'TEAMS_FEDERATED_TOKEN_FILE must be a file that Aval can read, with one token (a JWT) and nothing else.',
  insecure_login_url: 'TEAMS_LOGIN_URL must be an https address.',
};

function tokenFix({ code, reaction }: Failure): string {
  if (reaction === 'retry')
    return 'Let this machine reach TEAMS_LOGIN_URL (https://login.microsoftonline.com) by HTTPS, directly or through a proxy.';
  return (
    TOKEN_FIXES[code ?? ''] ??
    'Compare TEAMS_APP_ID, TEAMS_TENANT_ID and the credential (such as TEAMS_APP_PASSWORD) with the app in Entra.'
  );
}

async function checkChannel({ connector, references, settings }: ChecksDeps, channel: string): Promise<Check> {
  const name = `teams channel ${channel}`;
  const { serviceUrl, team } = await references.ofChannel(channel);
  const path = `v3/conversations/${encodeURIComponent(channel)}/pagedmembers?pageSize=50`;
  const read = await connector.read(serviceUrl, path);
  if (read.ok) {
    const detail = team ? 'the app is in its team' : 'the app is in its team; nobody wrote from it yet';
    const { outsiders, members } = outsidersOn(read.value, settings.tenantId);
    return outsiders === 0
      ? okay(name, detail)
      : readByOthers(name, `${detail}; ${outsiders} of ${members} people asked about are guests or of another company`);
  }
  const { code = '', fault, reaction } = read.error;
  return { name, status: 'failed', detail: code || fault, fix: channelFix(code, reaction) };
}

// They can press and type nothing here, but the cards show templates, customers and who decided.
function readByOthers(name: string, detail: string): Check {
  const fix =
    'They read every card here and are refused when they press. Where they are not to read it, decide in a channel that is your company’s alone.';
  return { name, status: 'warning', detail, fix };
}

function channelFix(code: string, reaction: Failure['reaction']): string {
  if (reaction === 'retry') return 'Let this machine reach TEAMS_SERVICE_URL by HTTPS, or try again later.';
  if (code === 'ConversationNotFound' || code === 'BadArgument' || code === '404' || code === '400')
    return 'Copy the link to the channel in Teams: the part 19:…@thread.tacv2, decoded, is its id.';
  if (code === 'InvalidBotApiHost')
    return 'This is a government tenant: TEAMS_SERVICE_URL is https://smba.infra.gcc.teams.microsoft.com/teams/ there.';
  return 'Add the app to the team of this channel (team → ⋯ → Manage team → Apps). To a private or shared channel it is added as well (channel → ⋯ → Manage channel → Apps).';
}

/** Who can be written to alone. Opening a chat without a word in it shows nothing to anybody. */
async function checkPeople(deps: ChecksDeps, people: readonly string[]): Promise<readonly Check[]> {
  if (people.length === 0) return [];
  const name = 'teams people';
  const asked = people.slice(0, PEOPLE_ASKED);
  const away: string[] = [];
  const trouble: string[] = [];
  for (let start = 0; start < asked.length; start += ASKED_AT_ONCE) {
    const some = asked.slice(start, start + ASKED_AT_ONCE);
    const answers = await Promise.all(some.map((person) => reach(deps, person)));
    for (const [index, failure] of answers.entries())
      if (failure) (failure.fault === 'person_unreachable' ? away : trouble).push(some[index] ?? '');
  }
  const others = people.length > asked.length ? `, the first ${asked.length} of ${people.length}` : '';
  const list = [
    ...(away.length > 0 ? [`have not installed the app, or blocked it: ${away.join(', ')}`] : []),
    ...(trouble.length > 0 ? [`could not be asked about: ${trouble.join(', ')}`] : []),
  ];
  const reached = asked.length - away.length - trouble.length;
  if (list.length === 0) return [okay(name, `${reached} of ${asked.length} can be written to privately${others}`)];
  const detail = `${reached} of ${asked.length} can be written to privately${others}; ${list.join('; ')}`;
  const fix =
    'They are mentioned in the thread instead. To be told privately they add the app in Teams (Apps → Built for your org), or an admin installs it for them (Teams admin centre → Setup policies).';
  return [{ name, status: 'warning', detail, fix }];
}

async function reach({ connector, references, direct }: ChecksDeps, person: string): Promise<Failure | undefined> {
  const known = await references.ofPerson(person);
  if (known) {
    const path = `v3/conversations/${encodeURIComponent(known.conversation)}/members/${encodeURIComponent(person)}`;
    const read = await connector.read(known.serviceUrl, path);
    if (read.ok) return undefined;
    if (read.error.reaction === 'retry') return read.error;
  }
  const opened = await direct.open(person);
  return opened.ok ? undefined : opened.error;
}

async function checkHearing({ hearing }: ChecksDeps): Promise<Check> {
  const name = 'teams threads';
  const last = await hearing.last();
  if (last !== undefined) return okay(name, `what is written without a mention is heard, last noted ${last}`);
  return {
    name,
    status: 'warning',
    detail:
      'nothing written without a mention was heard yet, so the permission ChannelMessage.Read.Group may be missing',
    fix: 'Write something in a thread of Aval without mentioning it, then ask again. If this line stays, update the app in the team and accept its permissions; until then people mention Aval in their replies.',
  };
}
