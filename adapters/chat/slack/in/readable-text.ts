// A message as Slack delivers it → what its author typed: entities and `<…>` tokens become plain words again.

/** `a &lt; b`, `<@U1>`, `<#C1|general>`, `<https://x|x>`, `<!here>` → `a < b`, `@U1`, `#general`, `https://x`, `@here`. */
export function readableText(text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_, token: string) => readableToken(token))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function readableToken(token: string): string {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : token.slice(bar + 1);
  if (target.startsWith('@')) return `@${label || target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return `@${(label || target.slice(1)).replace(/^@/, '')}`;
  const address = target.replace(/^(mailto|tel):/, '');
  // Slack shortens `example.com` typed by a person to a link labelled so; a label that says something else is kept beside it.
  if (label === '' || address.endsWith(label)) return label === '' ? address : label;
  return `${label} (${address})`;
}
