// The two long ways through the console's forms, taken with the example texts.
import type { Visitor } from './visitor.ts';

/** Proposes the example under this name and waits for its card in the channel. */
export async function proposeExample(you: Visitor, name: string): Promise<void> {
  await you.page.click('#shortcut-0');
  await useExample(you);
  await you.fill({ name });
  await you.send();
  await you.until('[id="field-sample.body.1"]');
  await useExample(you);
  await you.send();
  await you.until('#wrap-preview');
  await you.send();
  await you.finish();
  await you.card(name).waitFor();
}

/** Opens the form for the one template that can be sent, at its second step. */
export async function openSendForm(you: Visitor, number: string): Promise<void> {
  await you.say(`/send-active ${number}`);
  await you.until('#search-template');
  await you.shot('send-choose');
  await you.send();
  await you.until('[id="field-body.1"]');
}

/** Sends the example to this number, with no change of mind. */
export async function sendExample(you: Visitor, number: string): Promise<void> {
  await openSendForm(you, number);
  await useExample(you);
  await you.until('#wrap-preview >> text=A-1042');
  await you.shot('send-example');
  await you.send();
  await you.until('#dialog-done');
  await you.shot('send-held');
  await you.finish();
}

export async function useExample(you: Visitor): Promise<void> {
  await you.page.click('#use-example');
  await you.until('.note-done');
}
