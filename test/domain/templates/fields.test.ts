// The ids of form fields, which stored forms and posted cards depend on.
import { describe, expect, it } from 'vitest';
import {
  bodySampleField,
  buttonField,
  buttonSampleField,
  headerSampleField,
  STEP_ONE_FIELDS,
  stepOfField,
} from '../../../src/domain/templates/fields.ts';

describe('form fields', () => {
  it('have stable ids', () => {
    expect([
      headerSampleField('1'),
      bodySampleField('first_name'),
      buttonSampleField(0),
      buttonField(2, 'value'),
    ]).toEqual(['sample.header.1', 'sample.body.first_name', 'sample.button.0', 'button.2.value']);
  });

  it('belong to the step that shows them', () => {
    expect(STEP_ONE_FIELDS.every((field) => stepOfField(field) === 1)).toBe(true);
    expect(
      ['sample.body.1', 'button.0.label', 'header_media', 'auth_expiry', 'auth_security'].map(stepOfField),
    ).toEqual([2, 2, 2, 2, 2]);
    expect(['carousel', 'ttl', 'limited_time_offer', 'constructor'].map(stepOfField)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
