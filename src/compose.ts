// Makes the parts that talk to the outside from the configuration. Used by the server and by `doctor`; starts nothing.
import { createConsolePlatform } from '../adapters/chat/console/index.ts';
import { createSlackPlatform } from '../adapters/chat/slack/index.ts';
import type { SlackWords } from '../adapters/chat/slack/words.ts';
import { createMetaProvider } from '../adapters/provider/meta/index.ts';
import type { ReadSample } from '../adapters/provider/meta/media.ts';
import type { Settings } from './app/deps.ts';
import { metaSettingsOf } from './config/senders.ts';
import type { Config } from './config.ts';
import type { ChatPlatform, Clock, CustomerPhone, Log, NewId, Provider } from './ports.ts';
import { consolePeople, rehearsalExamples } from './rehearsal-cast.ts';
import { consoleEn } from './views/words/console.en.ts';
import { consoleEs } from './views/words/console.es.ts';
import { type Words, wordsFor } from './views/words/index.ts';

export type ComposeDeps = {
  readonly log: Log;
  readonly now: Clock;
  readonly newId: NewId;
  readonly count?: (metric: string, labels: Readonly<Record<string, string>>) => void;
  readonly observe?: (metric: string, seconds: number) => void;
  /** The simulator's side of a rehearsal. */
  readonly phone?: CustomerPhone;
  /** A rehearsal's own files in place of links people type. */
  readonly readSample?: ReadSample;
  readonly help?: readonly { readonly value: string; readonly what: string }[];
};

/** The chat platforms that are configured: Slack, or the console in a rehearsal. */
export function createPlatforms(config: Config, deps: ComposeDeps): readonly ChatPlatform[] {
  return config.slack ? [slackPlatform(config, config.slack, deps)] : [consolePlatform(config, deps)];
}

function slackPlatform(config: Config, slack: NonNullable<Config['slack']>, deps: ComposeDeps): ChatPlatform {
  const words = slackWordsIn();
  return createSlackPlatform(
    {
      botToken: slack.botToken.reveal(),
      ...(slack.signingSecret && { signingSecret: slack.signingSecret.reveal() }),
      ...(slack.appToken && { appToken: slack.appToken.reveal() }),
      apiUrl: slack.apiUrl,
      channelLanguage: config.policy.language,
    },
    {
      now: deps.now,
      log: deps.log,
      words: (language) => words(language ?? config.policy.language),
      count: deps.count ?? (() => undefined),
      observe: deps.observe ?? (() => undefined),
    },
  );
}

// One object per language: what is drawn with it can be kept.
function slackWordsIn(): (language: string) => SlackWords {
  const made = new Map<string, SlackWords>();
  return (language) => {
    const words = wordsFor(language);
    const known = made.get(words.language) ?? slackWords(words);
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
    otherWorkspace: say('refusal.wrong_workspace'),
    broke: say('chat.broke'),
    choose: say('chat.choose'),
    typeToSearch: say('chat.type_to_search'),
    noticeTitle: say('chat.notice_title'),
    close: say('common.close'),
  };
}

function consolePlatform(config: Config, deps: ComposeDeps): ChatPlatform {
  const { language } = config.policy;
  const words = language === 'es' ? { es: consoleEs, en: consoleEn } : { en: consoleEn, es: consoleEs };
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

/** One provider per sender. */
export function createProviders(config: Config, deps: ComposeDeps): readonly Provider[] {
  const count = deps.count ?? (() => undefined);
  return config.senders.map((sender) =>
    createMetaProvider(
      { ...metaSettingsOf(sender), senderId: sender.id },
      {
        now: deps.now,
        log: deps.log,
        count,
        ...(deps.readSample && { readSample: deps.readSample }),
      },
    ),
  );
}

const HOUR_MS = 3_600_000;

/** The configuration in the terms of the use-cases. */
export function settingsOf(config: Config): Settings {
  const { policy, places } = config;
  return {
    senders: config.senders.map(({ id, label, number }) => ({ id, label, ...(number && { ownNumber: number }) })),
    places: { approval: places.approval, admin: places.admin, sends: places.sends ?? [] },
    roles: config.roles,
    channelLocale: policy.language,
    quorum: policy.quorum,
    undoMs: policy.undoSeconds * 1000,
    remindAfterMs: policy.remindAfterHours * HOUR_MS,
    expireAfterMs: policy.expireAfterHours * HOUR_MS,
    pollEveryMs: policy.pollMinutes * 60_000,
    syncEveryMs: policy.syncMinutes * 60_000,
    requireOptIn: policy.requireOptIn,
    httpMediaHosts: config.senders.flatMap((sender) => sender.mediaHosts ?? []),
  };
}
