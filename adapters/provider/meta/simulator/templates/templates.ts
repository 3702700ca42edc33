// Creating, editing, unpausing and deleting templates, with Meta's refusals. Surprise: creation is not idempotent; the
// second attempt is refused with subcode 2388024 even after an answer that never arrived.

import { type Answer, answer, type GraphError, graphError, refuse, templateError } from '../errors.ts';
import { type Fields, fields, list, text } from '../json.ts';
import { effectOfName } from '../magic-names.ts';
import type { Category, StoredTemplate } from '../model.ts';
import type { World } from '../world.ts';
import { replaceComponents, unpause } from './events.ts';
import { reviewedCategory, startReview, wordsOf } from './review.ts';
import { templateFault } from './rules.ts';
import { storedComponents } from './stored-components.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NAME_LOCK_MS = 30 * DAY_MS; // Meta: name of a deleted template

/** POST /{waba}/message_templates */
export function createTemplate(world: World, request: Fields): Answer {
  const name = text(request.name) ?? '';
  const effect = effectOfName(name);
  if (effect?.kind === 'refuse_once' && firstTime(world, name)) return refused(world, request, graphError(effect.code));
  if (effect?.kind === 'transport' && !effect.accepted && firstTime(world, name)) {
    return { ...refused(world, request, graphError(2)), transport: effect.fault };
  }
  const fault = creationFault(world, request);
  if (fault) return refused(world, request, fault);

  const template = startReview(world, newTemplate(world, request));
  world.state.submissions.put({
    id: world.settings.newId(),
    at: template.createdAt,
    name,
    language: template.language,
    outcome: 'created',
    templateId: template.id,
  });
  const body = { id: template.id, status: template.status, category: template.category };
  return { ...answer(body), ...(effect?.kind === 'transport' && effect.accepted ? { transport: effect.fault } : {}) };
}

function firstTime(world: World, name: string): boolean {
  if (world.state.counters.get(name)) return false;
  world.state.counters.put({ id: name, value: 1 });
  return true;
}

function refused(world: World, request: Fields, error: GraphError): Answer {
  world.state.submissions.put({
    id: world.settings.newId(),
    at: world.settings.now().toISOString(),
    name: text(request.name) ?? '',
    language: text(request.language) ?? '',
    outcome: 'refused',
    code: error.subcode === undefined ? String(error.code) : `${error.code}/${error.subcode}`,
  });
  return refuse(error);
}

function creationFault(world: World, request: Fields): GraphError | undefined {
  const fault = templateFault(request, (handle) => isHandle(world, handle));
  if (fault) return fault;
  const nowMs = world.settings.now().getTime();
  const all = world.state.templates.all();
  const alive = all.filter((template) => template.status !== 'DELETED');
  if (alive.some((template) => template.name === request.name && template.language === request.language)) {
    return templateError(
      2388024,
      'Content in This Language Already Exists',
      'There is already content for this template in this language. You can create a new template and try again.',
    );
  }
  const isLocked = (template: StoredTemplate): boolean =>
    template.name === request.name &&
    template.language === request.language &&
    template.deletedAt !== undefined &&
    nowMs - Date.parse(template.deletedAt) < NAME_LOCK_MS;
  if (all.some(isLocked)) {
    return templateError(
      2388023,
      'Message template is being deleted',
      'This name cannot be used for 30 days after its deletion.',
    );
  }
  const recent = all.filter((template) => nowMs - Date.parse(template.createdAt) < HOUR_MS).length;
  if (alive.length >= world.settings.templateQuota || recent >= world.settings.creationsPerHour) {
    return templateError(
      2388019,
      'Message template limit exceeded',
      'The account has reached its limit of message templates.',
    );
  }
  return undefined;
}

function newTemplate(world: World, request: Fields): StoredTemplate {
  const asked = categoryOf(request.category);
  const components = storedComponents(list(request.components).map(fields), asked);
  return {
    id: nextTemplateId(world),
    name: text(request.name) ?? '',
    language: text(request.language) ?? '',
    category: reviewedCategory(asked, wordsOf({ components })),
    status: 'PENDING',
    rejectedReason: 'NONE',
    parameterFormat: (text(request.parameter_format) ?? '').toLowerCase() === 'named' ? 'NAMED' : 'POSITIONAL',
    components,
    score: 'UNKNOWN',
    strikes: 0,
    createdAt: world.settings.now().toISOString(),
    approvedEdits: [],
    ...ttlOf(request),
  };
}

/** Every other id is beyond 2^53 and would be damaged by a plain JSON parser. */
export function nextTemplateId(world: World): string {
  const sequence = world.state.readKnobs().sequence + 1;
  world.state.setKnobs({ sequence });
  return sequence % 2 === 1 ? `9${String(sequence).padStart(16, '0')}` : `1${String(sequence).padStart(15, '0')}`;
}

function categoryOf(value: unknown): Category {
  const word = (text(value) ?? '').toUpperCase();
  return word === 'UTILITY' || word === 'AUTHENTICATION' ? word : 'MARKETING';
}

function ttlOf(request: Fields): { readonly ttlSeconds?: number } {
  const seconds = request.message_send_ttl_seconds;
  return typeof seconds === 'number' ? { ttlSeconds: seconds } : {};
}

/** Handle of a finished upload to this app. */
function isHandle(world: World, handle: string): boolean {
  return world.state.uploads.all().some((upload) => upload.handle === handle);
}

/** POST /{template} */
export function editTemplate(world: World, template: StoredTemplate, request: Fields): Answer {
  const category = request.category === undefined ? template.category : categoryOf(request.category);
  const nowMs = world.settings.now().getTime();
  const edits = template.approvedEdits.filter((at) => nowMs - Date.parse(at) < 30 * DAY_MS);
  const today = edits.filter((at) => nowMs - Date.parse(at) < DAY_MS);
  const approved = template.status === 'APPROVED';
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status))
    return notEditable('This status does not allow edits.');
  if (approved && category !== template.category) return notEditable('The category of an approved template is fixed.');
  if (approved && (today.length > 0 || edits.length >= 10))
    return notEditable('An approved template can be edited once a day.');

  const components = request.components === undefined ? template.components : list(request.components).map(fields);
  if (request.components !== undefined) {
    const checked = { category, parameter_format: template.parameterFormat, components };
    const fault = templateFault(checked, (handle) => isHandle(world, handle), true);
    if (fault) return refuse(fault);
  }
  const stored = request.components === undefined ? components : storedComponents(components, category);
  const edited = startReview(world, {
    ...template,
    category: reviewedCategory(category, wordsOf({ components: stored })),
    approvedEdits: approved ? [...edits, world.settings.now().toISOString()] : edits,
    ...ttlOf(request),
  });
  replaceComponents(world, edited, stored);
  return answer({ success: true });
}

function notEditable(why: string): Answer {
  return refuse(templateError(2388039, 'Message template cannot be edited', why));
}

/** POST /{template}/unpause */
export function unpauseTemplate(world: World, template: StoredTemplate): Answer {
  if (template.status !== 'PAUSED')
    return refuse(templateError(undefined, 'Template is not paused', 'Only a paused template can be unpaused.'));
  unpause(world, template);
  return answer({ success: true });
}

/** DELETE /{waba}/message_templates?name=[&hsm_id=]: without the id, every language of that name. */
export function deleteTemplates(world: World, query: URLSearchParams): Answer {
  const name = query.get('name');
  const id = query.get('hsm_id');
  const found = world.state.templates
    .all()
    .filter(
      (template) => template.name === name && template.status !== 'DELETED' && (id === null || template.id === id),
    );
  if (found.length === 0)
    return refuse(templateError(2593002, 'Message template not found', 'There is no template of this name.'));
  if (found.some((template) => template.status === 'DISABLED'))
    return notEditable('A disabled template cannot be deleted.');
  for (const template of found) {
    world.agenda.cancel((task) => 'templateId' in task && task.templateId === template.id);
    world.state.templates.put({ ...template, status: 'DELETED', deletedAt: world.settings.now().toISOString() });
  }
  return answer({ success: true });
}
