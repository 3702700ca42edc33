// What a sender's provider takes and is called, asked by forms and rules before a person has typed anything.
import { checkDialect, keptName } from '../../domain/rules/dialect.ts';
import type { Dialect } from '../../domain/senders/dialect.ts';
import { offerOf } from '../../domain/senders/offer.ts';
import type { Finding, Template } from '../../domain/templates/template.ts';
import type { AppDeps } from '../deps.ts';

/** What is offered for this sender; with none chosen, what any sender takes. */
export function offerFor({ providers }: Pick<AppDeps, 'providers'>, senderId: string | undefined): Dialect {
  const chosen = senderId === undefined ? undefined : providers.get(senderId);
  return offerOf((chosen ? [chosen] : [...providers.values()]).map(({ dialect }) => dialect));
}

/** A name the sender's provider refused and keeps. */
export type RefusedName = { readonly senderId: string; readonly name: string; readonly language: string };

/** What this sender's provider cannot take of a template; nothing for a sender that is not there. */
export function providerFindings(
  { providers }: Pick<AppDeps, 'providers'>,
  senderId: string | undefined,
  template: Template,
  refused?: RefusedName,
): readonly Finding[] {
  const provider = senderId === undefined ? undefined : providers.get(senderId);
  if (!provider) return [];
  const { provider: name } = provider.names;
  const isSame =
    refused?.senderId === senderId && refused?.name === template.name && refused?.language === template.language;
  return [...(isSame ? [keptName(template.name, name)] : []), ...checkDialect(template, provider.dialect, name)];
}

export type HandOff = { readonly sender: string; readonly provider: string; readonly console: string };

/** Senders whose approved templates a person carries: the chosen one's, or with none chosen all of them. */
export function handOffs({ providers, settings }: AppDeps, senderId: string | undefined): readonly HandOff[] {
  return settings.senders.flatMap(({ id, label }): readonly HandOff[] => {
    const provider = providers.get(id);
    const isAsked = senderId === undefined || senderId === '' || senderId === id;
    if (!isAsked || provider?.capabilities.submits !== 'hand_off') return [];
    return [{ sender: label, ...provider.names }];
  });
}
