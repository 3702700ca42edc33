// Pasted values made sendable, and what was changed in them.
export type Tidied = {
  readonly value: string;
  /** What was changed, for telling the agent; empty when nothing was. */
  readonly changed: readonly ('line_breaks' | 'spaces' | 'ends')[];
};

/** Makes a pasted value sendable: line breaks and tabs become a space, more than four spaces one, ends are trimmed. */
export function tidyValue(value: string): Tidied {
  const changed = new Set<Tidied['changed'][number]>();
  const trimmed = value.trim();
  if (trimmed !== value) changed.add('ends');
  const tidy = trimmed.replace(/\s+/g, (run) => {
    const breaks = /[^ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.test(run);
    if (!breaks && run.length <= 4) return run;
    changed.add(breaks ? 'line_breaks' : 'spaces');
    return ' ';
  });
  return { value: tidy, changed: [...changed] };
}
