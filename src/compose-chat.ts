// Makes the chat platforms from the configuration. Each adapter is loaded only where it is used.
import type { SlackWords } from '../adapters/chat/slack/words.ts';
import type { TeamsWords } from '../adapters/chat/teams/words.ts';
import type { ComposeDeps } from './compose.ts';
import { type Config, channelsOf } from './config.ts';
import { parsePhone } from './domain/contacts/phone.ts';
import type { ChatPlatform } from './ports/chat.ts';
import { consolePeople, rehearsalExamples } from './rehearsal-cast.ts';
import { inEveryLanguage, packOf, type Words, wordsFor } from './views/words/index.ts';
import { greetings } from './views/words/word-lists.ts';

/** Slack, Teams or both; in a rehearsal the console, and Teams beside it for Microsoft's Agents Playground. */
export async function createPlatforms(config: Config, deps: ComposeDeps): Promise<readonly ChatPlatform[]> {
  return [
    ...(config.rehearsal ? [await consolePlatform(config, deps)] : []),
    ...(config.slack ? [await slackPlatform(config, config.slack, deps)] : []),
    ...(config.teams ? [await teamsPlatform(config, config.teams, deps)] : []),
  ];
}

async function slackPlatform(
  config: Config,
  slack: NonNullable<Config['slack']>,
  deps: ComposeDeps,
): Promise<ChatPlatform> {
  const { createSlackPlatform } = await import('../adapters/chat/slack/index.ts');
  return createSlackPlatform(
    {
      botToken: slack.botToken.reveal(),
      ...(slack.signingSecret && { signingSecret: slack.signingSecret.reveal() }),
      ...(slack.appToken && { appToken: slack.appToken.reveal() }),
      apiUrl: slack.apiUrl,
    },
    { now: deps.now, log: deps.log, words: wordsIn(config, slackWords), ...figures(deps, 'slack http') },
  );
}

async function teamsPlatform(
  config: Config,
  teams: NonNullable<Config['teams']>,
  deps: ComposeDeps,
): Promise<ChatPlatform> {
  const { createTeamsPlatform } = await import('../adapters/chat/teams/index.ts');
  return createTeamsPlatform(
    {
      ...teams,
      appPassword: teams.appPassword.reveal(),
      channels: channelsOf(config, 'teams'),
      ...oneCountry(config),
      channelLanguage: config.policy.language,
    },
    {
      now: deps.now,
      log: deps.log,
      words: wordsIn(config, teamsWords),
      greetings,
      ...figures(deps, 'teams http'),
      memory: deps.memory('teams'),
    },
  );
}

/** The country of our numbers, where all are of one. */
function oneCountry({ senders }: Config): { readonly country?: string } {
  const phones = senders.flatMap(({ number }) => (number ? [parsePhone(number)] : []));
  const [country, ...others] = new Set(phones.map((phone) => (phone.ok ? phone.value.country : undefined)));
  return country !== undefined && others.length === 0 ? { country } : {};
}

async function consolePlatform(config: Config, deps: ComposeDeps): Promise<ChatPlatform> {
  const { createConsolePlatform } = await import('../adapters/chat/console/index.ts');
  const { language } = config.policy;
  // The channels' language first: it is used where a person's is missing.
  const words = { [language]: packOf(language).console, ...inEveryLanguage((pack) => pack.console) };
  return createConsolePlatform(
    {
      people: consolePeople(language),
      channels: [{ id: 'approvals', name: 'approvals' }],
      words,
      guide: true,
      statePath: `${config.dataDir}/console.log`,
      ...rehearsalExamples,
    },
    {
      now: deps.now,
      newId: deps.newId,
      log: deps.log,
      ...(deps.phone && { phone: deps.phone }),
      ...(deps.help && { help: deps.help }),
    },
  );
}

function figures(deps: ComposeDeps, what: string) {
  return {
    count: deps.count ?? (() => undefined),
    observe: (_metric: string, seconds: number) => deps.observe?.(what, seconds),
  };
}

// One object per language: what is drawn with it can be kept.
function wordsIn<T>(config: Config, pick: (words: Words) => T): (language: string | undefined) => T {
  const made = new Map<string, T>();
  return (language) => {
    const words = wordsFor(language ?? config.policy.language);
    const known = made.get(words.language) ?? pick(words);
    made.set(words.language, known);
    return known;
  };
}

function slackWords({ say }: Words): SlackWords {
  return {
    working: say('proposal.foot.working'),
    clickAgain: say('chat.click_again'),
    clickAgainButton: say('chat.click_again_button'),
    pressAgain: say('chat.press_again'),
    lockedOut: say('chat.locked_out', { platform: say('platform.slack') }),
    notPermitted: say('chat.not_permitted', { platform: say('platform.slack') }),
    askedToWait: (seconds) => say('chat.asked_to_wait', { platform: say('platform.slack'), seconds }),
    otherWorkspace: say('refusal.wrong_workspace'),
    broke: say('chat.broke'),
    choose: say('chat.choose'),
    typeToSearch: say('chat.type_to_search'),
    noticeTitle: say('chat.notice_title'),
    close: say('common.close'),
  };
}

function teamsWords({ say }: Words): TeamsWords {
  return {
    openForm: say('chat.open_form'),
    openFormButton: say('chat.open_form_button'),
    formInChat: say('chat.form_in_chat'),
    formClosed: say('chat.form_closed'),
    notOfOurs: say('chat.not_of_ours'),
    notChecked: say('chat.not_checked'),
    nobody: say('chat.nobody', { platform: say('platform.teams') }),
    notUnderstood: say('chat.not_understood'),
    tooLong: say('chat.too_long'),
    answeredInChat: (name) => say('chat.answered_in_chat', { name }),
    cannotAnswerHere: (name) => say('chat.cannot_answer_here', { name }),
    broke: say('chat.broke'),
    choose: say('chat.choose'),
    typeToSearch: say('chat.type_to_search'),
    typeInstead: (label) => say('chat.type_instead', { label }),
    notOneMatch: (typed) => say('chat.not_one_match', { typed }),
    noticeTitle: say('chat.notice_title'),
    close: say('common.close'),
    pressAgain: say('chat.open_again'),
    previewCut: say('chat.preview_cut'),
    done: say('chat.done'),
    numberTitle: say('chat.number_title'),
    numberLabel: say('chat.number_label'),
    otherNumberLabel: say('chat.other_number_label'),
    contactLabel: say('chat.contact_label'),
    numberHint: say('chat.number_hint'),
    numberSubmit: say('chat.number_submit'),
    fault: say('chat.fault'),
    faults: (count) => say('chat.faults', { count }),
    optional: say('chat.optional'),
  };
}
