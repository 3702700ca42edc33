// Every refusal as one text: the fact first, then what to do.
import type { Refusal } from '../../domain/refusal.ts';
import { command, SEND_COMMANDS, TEMPLATE_COMMANDS } from '../parts/command-list.ts';
import { askSentence, joinTexts, shorten, someone } from '../parts/text.ts';
import { platformName } from '../people/account-cards.ts';
import { reviewWord } from '../review/word.ts';
import type { Text } from '../view.ts';
import type { Words } from '../words/index.ts';
import { phoneFaultText } from './phone-fault-text.ts';

/** Complete in itself: needs no title and no button to be understood. */
export function refusalSentence(words: Words, refusal: Refusal): Text {
  switch (refusal.kind) {
    case 'not_allowed': {
      const why = refusal.guest ? '.guest' : refusal.groupUnknown ? '.group' : '';
      const key = `refusal.not_allowed${why}` as const;
      return words.say(key, { role: words.say(`role.${refusal.role}`), ask: askSentence(words, refusal.ask) });
    }
    case 'own_proposal':
      if (refusal.alone) return words.say('refusal.own_proposal.alone', { number: refusal.number });
      return words.say('refusal.own_proposal', { number: refusal.number, ask: askSentence(words, refusal.ask) });
    case 'already_decided':
      return words.rich('refusal.already_decided', {
        number: refusal.number,
        state: words.say(`decision.${refusal.decision}`),
        by: someone(words, refusal.by, 'inside'),
        at: { time: refusal.at },
      });
    case 'already_voted':
      return words.rich('refusal.already_voted', { ...refusal, at: { time: refusal.at } });
    case 'stale':
      return words.say('refusal.stale', { number: refusal.number, shown: refusal.shown, current: refusal.current });
    case 'not_pending':
      return words.rich('refusal.not_pending', {
        number: refusal.number,
        state: words.say(`decision.${refusal.decision}`),
        command: command(TEMPLATE_COMMANDS.propose),
      });
    case 'not_yours':
      if (refusal.owner === '') return words.say('refusal.not_yours.nobody');
      return words.rich(`refusal.not_yours.${refusal.what}`, {
        owner: refusal.owner,
        command: command(TEMPLATE_COMMANDS.propose),
      });
    case 'not_found':
      return notFound(words, refusal);
    case 'text_changed':
      return words.say('refusal.text_changed', { name: refusal.name, language: refusal.language });
    case 'form_expired':
    case 'no_sender':
    case 'wrong_workspace':
    case 'no_opt_in':
      return words.say(`refusal.${refusal.kind}`);
    case 'template_taken':
    case 'unknown_template':
    case 'language_needed':
    case 'sender_needed':
    case 'not_enabled':
    case 'not_sendable':
    case 'drift':
    case 'unsupported':
    case 'no_sendable_templates':
      return aboutTemplate(words, refusal);
    case 'bad_number':
      return phoneFaultText(words, refusal.fault, refusal.rest, refusal.word);
    case 'own_number':
      return words.say('phone.own_number');
    case 'number_needed':
      return words.say('refusal.number_needed');
    case 'not_reached':
      return words.say(`refusal.not_reached.${refusal.address}`, { sender: refusal.sender });
    case 'opted_out': {
      const key = `refusal.opted_out.${refusal.blocked ? 'blocked' : refusal.scope}` as const;
      const what = refusal.since ? words.rich(`${key}_since`, { since: { time: refusal.since } }) : words.say(key);
      return joinTexts([what, liftText(words, 'consent', refusal.yours)]);
    }
    case 'unreachable': {
      const what = words.rich('refusal.unreachable', { since: { time: refusal.since } });
      const until = refusal.until ? words.rich('refusal.unreachable.until', { until: { time: refusal.until } }) : '';
      return joinTexts([what, until, liftText(words, 'reach', refusal.yours)]);
    }
    case 'marketing_cap':
      return words.rich('refusal.marketing_cap', { until: { time: refusal.until } });
    case 'check_unavailable':
      return words.say('refusal.check_unavailable', { why: refusal.why });
    case 'window_closed': {
      const how = { command: command(SEND_COMMANDS.send) };
      if (!refusal.closedAt) return words.rich('refusal.window_closed', how);
      return words.rich('refusal.window_closed.at', { ...how, closedAt: { time: refusal.closedAt } });
    }
    case 'sender_stopped':
      return words.rich('refusal.sender_stopped', {
        sender: refusal.sender,
        since: { time: refusal.since },
        what: words.say(`fault.${refusal.fault}`),
        ask: refusal.yours ? words.say('refusal.sender_stopped.yours') : askSentence(words, refusal.ask),
      });
    case 'sender_running':
      return words.say('refusal.sender_running', { sender: refusal.sender });
    case 'sender_cannot_submit':
      return words.rich('refusal.sender_cannot_submit', {
        sender: refusal.sender,
        command: command(TEMPLATE_COMMANDS.sync),
      });
    case 'too_late_to_cancel':
      return words.say('refusal.too_late_to_cancel', {
        number: refusal.number,
        state: words.say(`state.${refusal.state}`),
      });
    case 'not_uncertain':
      return words.rich('refusal.not_uncertain', {
        number: refusal.number,
        command: command(`${SEND_COMMANDS.status} ${refusal.number}`),
      });
    case 'nothing_to_retry':
      return words.say('refusal.nothing_to_retry', { number: refusal.number });
    case 'link_code':
    case 'one_platform':
      return words.rich(`refusal.${refusal.kind}`, { command: command(TEMPLATE_COMMANDS.link) });
    case 'already_linked':
      return words.say('refusal.already_linked');
    case 'same_platform':
      return words.say('refusal.same_platform', { app: platformName(words, refusal.platform) });
    case 'too_many_codes':
      return words.rich('refusal.too_many_codes', {
        until: { time: refusal.until },
        command: command(TEMPLATE_COMMANDS.link),
      });
    case 'unknown_command':
      return words.rich('refusal.unknown_command', {
        word: shorten(refusal.word, 60),
        command: command(refusal.command),
      });
    case 'too_many_words': {
      const usage = words.say(refusal.command === 'template' ? 'refusal.usage.template' : 'refusal.usage.send');
      return words.rich('refusal.too_many_words', { extra: shorten(refusal.extra, 100), usage: command(usage) });
    }
  }
}

/** Who can lift it, and how. */
function liftText(words: Words, what: 'consent' | 'reach', yours = false): Text {
  const how = { command: command(SEND_COMMANDS.consent) };
  return words.rich(yours ? `refusal.lift.${what}.yours` : `refusal.lift.${what}`, how);
}

function notFound(words: Words, { what, asked }: Extract<Refusal, { kind: 'not_found' }>): Text {
  if (asked === undefined) return words.say('refusal.not_found');
  const typed = {
    proposal: TEMPLATE_COMMANDS.list,
    template: TEMPLATE_COMMANDS.list,
    draft: TEMPLATE_COMMANDS.propose,
    send: SEND_COMMANDS.status,
    sender: '',
  }[what];
  return words.rich(`refusal.not_found.${what}`, { asked: shorten(asked, 100), command: command(typed) });
}

type AboutTemplate = Extract<
  Refusal,
  {
    kind:
      | 'template_taken'
      | 'unknown_template'
      | 'language_needed'
      | 'sender_needed'
      | 'not_enabled'
      | 'not_sendable'
      | 'drift'
      | 'unsupported'
      | 'no_sendable_templates';
  }
>;

function aboutTemplate(words: Words, refusal: AboutTemplate): Text {
  switch (refusal.kind) {
    case 'template_taken': {
      const { name, language, where, number, until } = refusal;
      const facts = { name, language, command: command(`template show ${name} ${language}`) };
      if ((where === 'proposal' || where === 'decided') && number !== undefined) {
        return words.rich(`refusal.template_taken.${where}`, { ...facts, number });
      }
      if ((where === 'locked' || where === 'edits') && until !== undefined) {
        return words.rich(`refusal.template_taken.${where}`, { ...facts, until: { time: until } });
      }
      return words.rich(
        `refusal.template_taken.${where === 'rejected' || where === 'refused_there' ? where : 'provider'}`,
        facts,
      );
    }
    case 'unknown_template':
      return unknownTemplate(words, refusal);
    case 'language_needed': {
      const { name, languages } = refusal;
      const example = { code: `${name} ${languages[0] ?? 'es_AR'}` };
      return words.rich('refusal.language_needed', { name, languages: words.list(languages.slice(0, 20)), example });
    }
    case 'sender_needed': {
      const { name, language, senders } = refusal;
      const example = command(`template show ${name} ${language} ${senders[0] ?? ''}`);
      const ids = words.list(senders.slice(0, 20));
      return words.rich('refusal.sender_needed', { name, language, senders: ids, command: example });
    }
    case 'not_enabled': {
      const { name, language, ask } = refusal;
      if (refusal.yours) {
        const shown = command(`template show ${name} ${language}`);
        return words.rich('refusal.not_enabled.yours', { name, language, command: shown });
      }
      return words.say('refusal.not_enabled', { name, language, ask: askSentence(words, ask) });
    }
    case 'not_sendable': {
      const { name, language, review, raw, reason, until } = refusal;
      const facts = { name, language, state: reviewWord(words, { state: review, raw, ...(reason && { reason }) }) };
      if (!until) return words.say('refusal.not_sendable', facts);
      return words.rich('refusal.not_sendable.until', { ...facts, until: { time: until } });
    }
    case 'drift':
      return words.say('refusal.drift', { name: refusal.name, language: refusal.language });
    case 'unsupported':
      return words.say('refusal.unsupported', { what: refusal.what });
    case 'no_sendable_templates':
      if (refusal.yours) {
        const commands = { command: command(TEMPLATE_COMMANDS.propose), list: command('template list') };
        return words.rich('refusal.no_sendable_templates.yours', commands);
      }
      return words.rich('refusal.no_sendable_templates', {
        command: command(TEMPLATE_COMMANDS.propose),
        ask: askSentence(words, refusal.ask),
      });
  }
}

function unknownTemplate(words: Words, refusal: Extract<Refusal, { kind: 'unknown_template' }>): Text {
  const name = shorten(refusal.name, 100);
  const known = words.list(refusal.known.slice(0, 5), 'or');
  const list = command('template list');
  if (refusal.language === undefined) {
    if (refusal.known.length > 0) return words.say('refusal.unknown_template.known', { name, known });
    return words.rich('refusal.unknown_template', { name, command: list });
  }
  const language = shorten(refusal.language, 40);
  if (refusal.known.length > 0) return words.say('refusal.unknown_template.known_language', { name, language, known });
  return words.rich('refusal.unknown_template.language', { name, language, command: list });
}
