// The private chat with one person: found again, or opened. Teams lets an app write to people who have installed it and
// not blocked it; anyone else is `person_unreachable`, and nothing was shown to anybody.
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Connector } from '../connector/connector.ts';
import type { ConversationRef, Ours, References } from '../connector/references.ts';

export type Sent = { readonly ref: ConversationRef; readonly id: string };

export type Direct = {
  /** `personId`: Entra object id. Not idempotent. */
  send(personId: string, activity: object): Promise<Result<Sent, Failure>>;
  /** Opens the chat without writing in it, which nobody sees. */
  open(personId: string): Promise<Result<ConversationRef, Failure>>;
};

export type DirectDeps = {
  readonly connector: Connector;
  readonly references: References;
  readonly ours: () => Ours;
};

// https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, status codes of the bot APIs
const GONE = new Set([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ConversationNotFound',
  'ForbiddenOperationException',
  'MessageWritesBlocked',
  '403',
  '404',
]);

export function createDirect({ connector, references, ours }: DirectDeps): Direct {
  async function open(personId: string): Promise<Result<ConversationRef, Failure>> {
    const { serviceUrl, tenant = '', bot = '' } = ours();
    const user = await references.userOf(personId);
    const created = await connector.create(serviceUrl, {
      isGroup: false,
      bot: { id: bot },
      members: [{ id: user ?? personId }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    });
    if (!created.ok) return err(asUnreachable(created.error));
    const ref: ConversationRef = { serviceUrl, conversation: created.value.id, tenant, bot, kind: 'personal' };
    await references.rememberPerson(personId, ref);
    return ok(ref);
  }

  async function say(ref: ConversationRef, activity: object): Promise<Result<Sent, Failure>> {
    const said = await connector.send({ serviceUrl: ref.serviceUrl, conversation: ref.conversation }, activity);
    return said.ok ? ok({ ref, id: said.value.id }) : said;
  }

  return {
    open,
    async send(personId, activity) {
      const known = await references.ofPerson(personId);
      const said = known && (await say(known, activity));
      if (said && (said.ok || !isGone(said.error))) return said;
      // The chat we knew is not there any more. The person may have installed the app again, which makes a new one.
      if (said) await references.forgetPerson(personId);
      const opened = await open(personId);
      if (!opened.ok) return opened;
      const again = await say(opened.value, activity);
      if (again.ok || !isGone(again.error)) return again;
      await references.forgetPerson(personId);
      return err(asUnreachable(again.error));
    },
  };
}

function isGone({ fault, code }: Failure): boolean {
  return fault === 'person_unreachable' || (code !== undefined && GONE.has(code));
}

function asUnreachable(failure: Failure): Failure {
  if (!isGone(failure)) return failure;
  return { ...failure, kind: 'rejected', fault: 'person_unreachable', reaction: 'permanent' };
}
