// What is wrong with the form itself: choices nobody made, which a template cannot show. Nothing that costs money or
// changes what a button does is chosen for a person.
import { when } from '../rules/finding.ts';
import { buttonField } from '../templates/fields.ts';
import { CATEGORIES, type Finding } from '../templates/template.ts';
import { BUTTON_KINDS, buttonCountOf, type FormValues, headerFormatOf, isAuthentication } from './form.ts';

/** Empty when everything was chosen. Each finding is at the field that waits for a choice. */
export function checkForm(values: FormValues): readonly Finding[] {
  const isChosen = CATEGORIES.some((category) => category === values.category);
  return [
    ...when(!isChosen, 'category-missing', { component: 'category', field: 'category' }),
    ...(isAuthentication(values) ? [] : checkKinds(values)),
  ];
}

function checkKinds(values: FormValues): readonly Finding[] {
  return Array.from({ length: buttonCountOf(values) }, (_, index) => index).flatMap((index) => {
    const field = buttonField(index, 'kind');
    const isChosen = BUTTON_KINDS.some((kind) => kind === values[field]);
    return when(!isChosen, 'button-kind-missing', { component: 'buttons', field }, { n: index + 1 });
  });
}

/** Parts that were typed for a one-time code, whose text WhatsApp writes: they will not be in the message. */
export function partsLeftOut(values: FormValues): readonly ('header' | 'body' | 'footer' | 'buttons')[] {
  if (!isAuthentication(values)) return [];
  const isTyped = (field: string) => (values[field] ?? '').trim() !== '';
  return [
    ...(headerFormatOf(values) !== 'none' || isTyped('header_text') ? (['header'] as const) : []),
    ...(isTyped('body') ? (['body'] as const) : []),
    ...(isTyped('footer') ? (['footer'] as const) : []),
    ...(buttonCountOf(values) > 0 ? (['buttons'] as const) : []),
  ];
}
