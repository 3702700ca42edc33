// Opaque subjects of buttons and contexts of forms: `<id>:<part>`. Made and read here only.

export type ProposalSubject = { readonly proposalId: string; readonly revision: number };

export function proposalSubject(subject: ProposalSubject): string {
  return `${subject.proposalId}:${subject.revision}`;
}

/** Undefined for anything we did not make. Knowing an id gives no right: roles and state are checked after this. */
export function parseProposalSubject(text: string): ProposalSubject | undefined {
  const match = /^([\w-]{1,64}):(\d{1,6})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { proposalId: match[1], revision: Number(match[2]) };
}
