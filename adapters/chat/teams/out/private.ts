// What only one person may see. Inside a channel or group chat Teams has targeted messages; where one cannot be sent, the
// private chat takes its place. Nothing that goes through here is ever shown to others.
import type { Address, Connector } from '../connector/connector.ts';
import type { References, Sighting } from '../connector/references.ts';
import type { Direct } from './direct.ts';

/** Says something to one person: in their conversation where that can be done privately, else in the chat with them. */
export type Privately = {
  tell(
    person: {
      /** Entra object id. */
      readonly id: string;
      /** Bot-specific id (`29:…`), needed for a targeted message. */
      readonly user?: string;
      /** Where they are; left out, the private chat is used. */
      readonly conversation?: Address & { readonly kind: Sighting['kind'] };
    },
    activity: object,
  ): Promise<'targeted' | 'direct' | 'nowhere'>;
};

type Listener = Parameters<Privately['tell']>[0];

/** `nowhere`: the person was not told, because they have not installed the app or Teams is away. */
export function createPrivately(deps: {
  readonly connector: Connector;
  readonly references: References;
  readonly direct: Direct;
  /** Whether what answers at this address knows targeted messages; anything else would show one to everybody. */
  readonly targets: (serviceUrl: string) => boolean;
}): Privately {
  const { connector, references, direct } = deps;

  async function targeted(person: Listener, activity: object): Promise<boolean> {
    const { conversation } = person;
    if (!conversation || conversation.kind === 'personal' || !deps.targets(conversation.serviceUrl)) return false;
    const user = person.user ?? (await references.userOf(person.id));
    if (!user) return false;
    const { serviceUrl, conversation: where } = conversation;
    const said = await connector.send(
      { serviceUrl, conversation: where },
      { ...activity, recipient: { id: user } },
      { targeted: true },
    );
    return said.ok;
  }

  return {
    async tell(person, activity) {
      if (await targeted(person, activity)) return 'targeted';
      const { conversation } = person;
      if (conversation?.kind === 'personal') {
        const { serviceUrl, conversation: where } = conversation;
        return (await connector.send({ serviceUrl, conversation: where }, activity)).ok ? 'direct' : 'nowhere';
      }
      return (await direct.send(person.id, activity)).ok ? 'direct' : 'nowhere';
    },
  };
}
