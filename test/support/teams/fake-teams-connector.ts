// What Teams' connector API does to the fake world, and what it refuses. Statuses and codes as in Microsoft's table of
// "status codes from bot conversational APIs".
import { type Json, type Person, type Place, type Post, splitConversation, type World } from './fake-teams-world.ts';

export type Operation =
  | 'send'
  | 'targeted'
  | 'create'
  | 'update'
  | 'delete'
  | 'member'
  | 'members'
  | 'channels'
  | 'team'
  | 'unknown';
export type Request = {
  readonly operation: Operation;
  /** Decoded parts of the path. */
  readonly conversation: string;
  readonly id: string;
  readonly body: Json;
  /** UTF-16 bytes of the body. */
  readonly bytes: number;
};
export type Answer = { readonly status: number; readonly body?: object };

/** "~100 KB in UTF-16": https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const MAX_BYTES = 100 * 1024;

const no = (status: number, code: string, message: string): Answer => ({ status, body: { error: { code, message } } });
const notInRoster = () => no(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
const badArgument = (message: string) => no(400, 'BadArgument', message);

/** Names the operation of a request, by method and path below `/connector/amer/`. */
export function operationOf(method: string, path: string, query: URLSearchParams): Request['operation'] {
  const parts = path.split('/');
  if (parts[0] !== 'v3') return 'unknown';
  if (parts[1] === 'teams' && method === 'GET') return parts[3] === 'conversations' ? 'channels' : 'team';
  if (parts[1] !== 'conversations') return 'unknown';
  if (method === 'POST' && parts.length === 2) return 'create';
  if (parts[3] === 'activities') {
    if (method === 'POST') return query.get('isTargetedActivity') === 'true' ? 'targeted' : 'send';
    return method === 'PUT' ? 'update' : method === 'DELETE' ? 'delete' : 'unknown';
  }
  if (method !== 'GET') return 'unknown';
  return parts[3] === 'members' ? 'member' : parts[3] === 'pagedmembers' ? 'members' : 'unknown';
}

export function carryOut(world: World, request: Request): Answer {
  if (request.bytes > MAX_BYTES) return no(413, 'MessageSizeTooBig', 'Message size too large.');
  switch (request.operation) {
    case 'create':
      return create(world, request.body);
    case 'send':
    case 'targeted':
      return send(world, request);
    case 'update':
    case 'delete':
      return change(world, request);
    case 'member':
    case 'members':
      return members(world, request);
    case 'channels':
    case 'team':
      return team(world, request);
    case 'unknown':
      return { status: 404, body: { message: 'No HTTP resource was found that matches the request.' } };
  }
}

function create(world: World, body: Json): Answer {
  const channelData = body.channelData as { channel?: { id?: string }; tenant?: { id?: string } } | undefined;
  const bot = (body.bot as { id?: string } | undefined)?.id;
  if (bot !== undefined && bot !== `28:${world.appId}`) return badArgument('Unknown bot');
  if (channelData?.channel?.id !== undefined) return createThread(world, channelData.channel.id, body.activity);
  const tenant = body.tenantId ?? channelData?.tenant?.id;
  if (tenant !== world.tenant) return badArgument('Unknown tenant');
  const wanted = (body.members as { id?: string }[] | undefined) ?? [];
  if (wanted.length !== 1) return badArgument('Incorrect number of members');
  if (body.activity !== undefined) return badArgument('A private chat takes no first message here; send it afterwards');
  const person = world.personBy(wanted[0]?.id ?? '');
  if (!person) return badArgument('Failed to decrypt pairwise id');
  if (!world.canReach(person))
    return no(403, 'ForbiddenOperationException', "Bot isn't installed in user's personal scope");
  return { status: 201, body: { id: world.chatWith(person) } };
}

function createThread(world: World, channel: string, activity: unknown): Answer {
  const place = world.placeOf(channel);
  if (place?.kind !== 'channel') return no(404, 'ConversationNotFound', 'Conversation not found.');
  if (!place.team.installed) return notInRoster();
  if (typeof activity !== 'object' || activity === null) return badArgument('A thread needs its first message');
  const fault = faultOf(activity as Json);
  if (fault !== undefined) return badArgument(fault);
  const post = world.keep({ conversation: channel, activity: activity as Json });
  return { status: 201, body: { id: `${channel};messageid=${post.id}`, activityId: post.id } };
}

function send(world: World, { conversation: id, body, operation }: Request): Answer {
  const { conversation, root } = splitConversation(id);
  const place = world.placeOf(conversation);
  if (!place) return no(404, 'ConversationNotFound', 'Conversation not found.');
  const closed = closedTo(world, place);
  if (closed) return closed;
  if (root !== undefined && !world.find(conversation, root))
    return no(404, 'ConversationNotFound', 'Thread not found.');
  const fault = faultOf(body);
  if (fault !== undefined) return badArgument(fault);
  const inThread = { conversation, activity: body, ...(root !== undefined && { root }) };
  if (operation === 'send') return { status: 201, body: { id: world.keep(inThread).id } };
  const person = onlyFor(world, place, body);
  return 'status' in person ? person : { status: 201, body: { id: world.keep({ ...inThread, onlyFor: person }).id } };
}

/** Targeted messages: one recipient, who is a member; not in private chats. */
function onlyFor(world: World, place: Place, body: Json): Person | Answer {
  if (place.kind === 'personal') return badArgument('Targeted messages are not supported in personal chats');
  const recipient = (body.recipient as { id?: string } | undefined)?.id;
  if (recipient === undefined) return badArgument('Recipient is missing');
  const person = world.personBy(recipient);
  if (!person || !world.membersOf(place).includes(person))
    return no(404, 'MemberNotFoundInConversation', 'Recipient is not in the conversation.');
  return person;
}

function change(world: World, { conversation, id, body, operation }: Request): Answer {
  const place = world.placeOf(conversation);
  if (!place) return no(404, 'ConversationNotFound', 'Conversation not found.');
  const closed = closedTo(world, place);
  if (closed) return closed;
  const post = world.find(conversation, id);
  if (!post || post.deleted) return no(404, 'ActivityNotFoundInConversation', 'Activity not found.');
  if (post.from) return no(403, 'NotEnoughPermissions', 'Not the author of this message.');
  if (operation === 'delete') {
    post.deleted = true;
    return { status: 200 };
  }
  const fault = faultOf(body) ?? (post.onlyFor && body.recipient ? 'Recipient in an update' : undefined);
  if (fault !== undefined) return badArgument(fault);
  post.before.push(post.activity);
  post.activity = body;
  return { status: 200, body: { id: post.id } };
}

function members(world: World, { conversation, id, operation }: Request): Answer {
  const place = world.placeOf(conversation);
  if (!place) return no(404, 'ConversationNotFound', 'Conversation not found.');
  const closed = closedTo(world, place);
  if (closed) return closed;
  const all = world.membersOf(place);
  if (operation === 'members') return { status: 200, body: { members: all.map(rosterEntry) } };
  const person = world.personBy(id);
  return person && all.includes(person)
    ? { status: 200, body: rosterEntry(person) }
    : no(404, 'MemberNotFoundInConversation', 'Member not found.');
}

function team(world: World, { conversation: id, operation }: Request): Answer {
  const found = world.teams.find((each) => each.id === id);
  if (!found) return no(404, 'ConversationNotFound', 'Team not found.');
  if (!found.installed) return notInRoster();
  if (operation === 'team') {
    const body = {
      id,
      name: found.name,
      aadGroupId: found.group,
      tenantId: world.tenant,
      memberCount: found.members.size,
    };
    return { status: 200, body };
  }
  // General has no name in this list.
  const conversations = found.channels.map((each) => (each.id === id ? { id } : { id: each.id, name: each.name }));
  return { status: 200, body: { conversations } };
}

function rosterEntry(person: Person): Json {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.user,
    name: person.name,
    aadObjectId: person.id,
    objectId: person.id,
    givenName,
    surname: rest.join(' '),
    email: person.email,
    userPrincipalName: person.guest ? `${person.email.replace('@', '_')}#EXT#@contoso.example` : person.email,
    userRole: person.guest ? 'guest' : 'user',
    tenantId: person.tenant,
  };
}

function closedTo(world: World, place: Place): Answer | undefined {
  if (place.kind === 'channel') return place.team.installed ? undefined : notInRoster();
  if (place.kind === 'group') return place.chat.installed ? undefined : notInRoster();
  if (world.canReach(place.person)) return undefined;
  // Teams' odd one: the code stands in JSON inside the message.
  const message = JSON.stringify({
    subCode: 'MessageWritesBlocked',
    details: 'Thread is blocked from message writes.',
  });
  return { status: 403, body: { errorCode: 209, message } };
}

/** What Teams would not take of an activity: a mention whose text is nowhere, or a message with nothing in it. */
function faultOf(activity: Json): string | undefined {
  if (activity.type !== 'message') return activity.type === 'typing' ? undefined : 'Unknown activity type';
  const attachments = (activity.attachments as Json[] | undefined) ?? [];
  const text = typeof activity.text === 'string' ? activity.text : '';
  if (text === '' && attachments.length === 0) return 'Activity must have text or attachments';
  const everywhere = text + JSON.stringify(attachments);
  const mentions = (activity.entities as Json[] | undefined)?.filter((each) => each.type === 'mention') ?? [];
  const missing = mentions.find((each) => !everywhere.includes(String(each.text)));
  return missing && `Mention ${String(missing.text)} is not in the text`;
}

/** What one person sees of a conversation, oldest first. */
export function visibleTo(world: World, person: Person, conversation: string): readonly Post[] {
  const { conversation: id, root } = splitConversation(conversation);
  return world.posts.filter(
    (each) =>
      each.conversation === id &&
      !each.deleted &&
      (root === undefined || each.root === root) &&
      (each.onlyFor === undefined || each.onlyFor === person),
  );
}
