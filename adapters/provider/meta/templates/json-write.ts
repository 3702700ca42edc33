// Our template components → Meta's create request.
import { own, placeholdersOf } from '../../../../src/domain/templates/placeholders.ts';
import type {
  Body,
  Button,
  CarouselCard,
  Header,
  ParameterFormat,
  Samples,
} from '../../../../src/domain/templates/template.ts';

type Component = Readonly<Record<string, unknown>>;

/** `handle`: what Meta's resumable upload gave for the sample file; the stored sample when left out. */
export function writeHeader(header: Header, format: ParameterFormat, handle?: string): Component {
  if (header.format === 'location') return { type: 'HEADER', format: 'LOCATION' };
  if (header.format !== 'text') {
    const example = { header_handle: [handle ?? header.sample] };
    return { type: 'HEADER', format: header.format.toUpperCase(), example };
  }
  const example = writeSamples(header.text, header.samples, format, {
    named: 'header_text_named_params',
    positional: (values) => ({ header_text: values }),
  });
  return { type: 'HEADER', format: 'TEXT', text: header.text, ...example };
}

export function writeBody(body: Body, format: ParameterFormat): Component {
  const example = writeSamples(body.text, body.samples, format, {
    named: 'body_text_named_params',
    positional: (values) => ({ body_text: [values] }),
  });
  return { type: 'BODY', text: body.text, ...example };
}

function writeSamples(
  text: string,
  samples: Samples,
  format: ParameterFormat,
  keys: { readonly named: string; readonly positional: (values: readonly string[]) => Component },
): Component {
  const variables = placeholdersOf(text);
  if (variables.length === 0) return {};
  const sample = (variable: string) => own(samples, variable) ?? '';
  if (format === 'positional') return { example: keys.positional(variables.map(sample)) };
  const named = variables.map((variable) => ({ param_name: variable, example: sample(variable) }));
  return { example: { [keys.named]: named } };
}

export function writeButton(button: Button): Component {
  switch (button.kind) {
    case 'quick_reply':
      return { type: 'QUICK_REPLY', text: button.label };
    case 'url': {
      const example = button.sample === undefined ? {} : { example: [button.sample] };
      return { type: 'URL', text: button.label, url: button.url, ...example };
    }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.label, phone_number: button.phone };
    case 'copy_code':
      return { type: 'COPY_CODE', example: button.sample };
    case 'otp':
      return { type: 'OTP', otp_type: button.otpKind.toUpperCase(), ...optionalLabel(button.label) };
    case 'other':
      return { type: button.type, ...optionalLabel(button.label) };
  }
}

function optionalLabel(label: string | undefined): Component {
  return label === undefined ? {} : { text: label };
}

export function writeButtons(buttons: readonly Button[]): readonly Component[] {
  return buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: buttons.map(writeButton) }];
}

export function writeCard(card: CarouselCard, format: ParameterFormat): Component {
  return {
    components: [
      ...(card.header ? [writeHeader(card.header, format)] : []),
      ...(card.body ? [writeBody(card.body, format)] : []),
      ...writeButtons(card.buttons),
    ],
  };
}
