// The rules between settings: what must be there together, and what must not. Each looks only at what it needs,
// so that one bad value does not hide another problem. Those about chat platforms are in `rules-chat.ts`.
import { rolesFor } from '../domain/people/may.ts';
import { namedIn } from '../domain/people/roles.ts';
import type { Facts } from './facts.ts';
import type { Problem } from './problems.ts';
import { chatProblems, isRehearsal } from './rules-chat.ts';

export function ruleProblems(facts: Facts): readonly Problem[] {
  return [...chatProblems(facts), ...senderIds(facts), ...deadlines(facts), ...quorum(facts)];
}

function senderIds({ sections, where }: Facts): readonly Problem[] {
  const ids = (sections.senders ?? []).map((sender) => sender.id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [
          {
            path: `senders[${index}].id`,
            where: where(['senders', index, 'id']),
            expected: 'an id no other sender has',
            hint: `${id} is taken by senders[${ids.indexOf(id)}]`,
          },
        ],
  );
}

function deadlines({ sections: { policy }, where }: Facts): readonly Problem[] {
  if (policy === undefined || policy.expireAfterHours > policy.remindAfterHours) return [];
  return [
    {
      path: 'policy.expireAfterHours',
      where: where(['policy', 'expireAfterHours']),
      expected: `more than policy.remindAfterHours (${policy.remindAfterHours})`,
      hint: 'otherwise a proposal expires before anyone is reminded',
    },
  ];
}

// Who stands behind two accounts is known only once they are linked: here every account counts as one person.
function quorum({ env, sections: { policy, roles }, where }: Facts): readonly Problem[] {
  if (policy === undefined || roles === undefined || isRehearsal(env)) return [];
  const accounts = new Set(namedIn(roles, ['admin', ...rolesFor('decide')]).map(withoutTenant));
  if (accounts.size === 0 || policy.quorum <= accounts.size) return [];
  return [
    {
      path: 'policy.quorum',
      where: where(['policy', 'quorum']),
      expected: `at most ${accounts.size}, the number of accounts that may decide`,
      hint: 'name more people in roles.approver, or lower the quorum (a person with two accounts has one vote)',
    },
  ];
}

// `slack:T1:U1` and `slack:U1` name one account.
function withoutTenant(person: string): string {
  const parts = person.split(':');
  return `${parts[0]}:${parts.at(-1)}`;
}
