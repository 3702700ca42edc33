// A template's text as it was typed, variables and markup untouched, one part under the other.
import type { Button, Header, Template } from '../../domain/templates/template.ts';

/** Header, body, footer and buttons, separated by empty lines. A button is `[label] what it opens`. */
export function rawText(template: Template): string {
  const buttons = template.buttons.map(buttonLine).join('\n');
  return [headerLine(template.header), template.body.text, template.footer ?? '', buttons]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headerLine(header: Header | undefined): string {
  if (!header) return '';
  if (header.format === 'text') return header.text;
  return header.format === 'location' ? '(location)' : `(${header.format}) ${header.sample}`.trimEnd();
}

function buttonLine(button: Button): string {
  switch (button.kind) {
    case 'quick_reply':
      return `[${button.label}]${button.value ? ` ${button.value}` : ''}`;
    case 'url':
      return `[${button.label}] ${button.url}`;
    case 'phone':
      return `[${button.label}] ${button.phone}`;
    case 'copy_code':
      return `[Copy code] ${button.sample}`;
    case 'otp':
      return `[${button.label ?? 'Copy code'}] ${button.otpKind}`;
    case 'other':
      return `[${button.label ?? button.type}]`;
  }
}
