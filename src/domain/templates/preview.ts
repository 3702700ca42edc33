// What the customer will see, as data. Renderers draw it; nothing here knows a chat platform.
import type { MediaFormat } from './template.ts';

/** `body` keeps WhatsApp's own markup (`*bold*`, `_italic_`, `~strike~`, triple backticks) for renderers to convert. */
export type PreviewMessage = {
  readonly header?:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'media'; readonly format: MediaFormat; readonly link: string }
    | { readonly kind: 'location'; readonly name: string; readonly address: string };
  readonly body: string;
  readonly footer?: string;
  readonly buttons: readonly PreviewButton[];
};

/** `detail` is what tapping does: the URL opened, the number called, the code copied; '' for a quick reply. */
export type PreviewButton = {
  readonly kind: 'quick_reply' | 'url' | 'phone' | 'copy_code' | 'other';
  readonly label: string;
  readonly detail: string;
};
