// Tarjetas de una propuesta: principal, hilo, recordatorios, español.
import type { proposal as english } from '../en/proposal.ts';

export const proposal: Record<keyof typeof english, string> = {
  'proposal.title': 'Propuesta de plantilla {number}: {name}',
  'proposal.summary.pending':
    'Propuesta {number} de {proposer}: plantilla {name} ({language}, {category}). {have} de {need} aprobaciones. Se puede aprobar, rechazar o pedir cambios.',
  'proposal.summary.other': 'Propuesta {number}: la plantilla {name} ({language}) está {state}.',
  'proposal.summary.decided': 'Está {state}.',
  'proposal.excerpt': 'Así lo verá el cliente, con los valores de ejemplo (completo en el hilo)',

  'proposal.approve': 'Aprobar',
  'proposal.reject': 'Rechazar…',
  'proposal.changes': 'Pedir cambios…',
  'proposal.edit': 'Editar',
  'proposal.edit_again': 'Corregir y reenviar',
  'proposal.withdraw': 'Retirar',
  'proposal.retry': 'Reintentar',
  'proposal.withdraw.title': 'Retirar propuesta',
  'proposal.withdraw.text': 'La propuesta {number} quedará cerrada sin decisión. El hilo se conserva.',
  'proposal.withdraw.yes': 'Retirar',

  'proposal.foot.pending': 'Quien propone no puede decidir. Los detalles, comentarios e historial están en el hilo.',
  'proposal.fallen': 'El voto de {name}: ya no puede aprobar',
  'proposal.lacking':
    '{need, plural, one {Necesita una aprobación} other {Necesita # aprobaciones}} y {left, plural, =0 {no queda nadie que pueda darla} one {solo {names} puede dar la suya todavía} other {solo {names} pueden dar la suya todavía}}: quien propone no puede. Un administrador puede nombrar {lacking, plural, one {a un aprobador más} other {a # aprobadores más}}; hasta entonces solo espera.',
  'proposal.foot.working': 'En proceso… En un momento se verá el resultado.',
  'proposal.foot.approved': 'Aprobada por {by}, {at}.',
  'proposal.foot.rejected': 'Rechazada por {by}, {at}. Motivo: {reason}',
  'proposal.foot.changes_requested': '{by} pidió cambios, {at}: {reason}',
  'proposal.foot.withdrawn': 'Retirada por {by}, {at}.',
  'proposal.foot.expired': 'Venció sin decisión, {at}. Para intentarlo otra vez, hay que proponerla de nuevo.',
  'proposal.foot.queued': 'Se está presentando a {provider}.',
  'proposal.foot.submitted': 'Presentada a {provider}, {at}. La evaluación suele tardar menos de un día.',
  'proposal.foot.handed_off': '{by} la llevó al proveedor a mano, {at}.',
  'proposal.foot.stuck': 'No se pudo presentar. {what} {next}',
  'proposal.foot.review': 'Evaluación de {provider}: {state}.',
  'proposal.foot.review_until': 'Evaluación de {provider}: {state} hasta {until}.',
  'proposal.foot.ready': 'Lista para enviar.',
  'proposal.foot.not_enabled': 'Todavía no está habilitada para agentes.',
  'proposal.foot.drifted': 'Los envíos están detenidos: el texto que tiene {provider} no es el aprobado aquí.',

  'detail.title': 'Propuesta {number}, revisión {revision}',
  'detail.summary':
    'Propuesta {number}, revisión {revision} de {author}: texto completo de {name}, {count, plural, =0 {sin observaciones} one {una observación} other {# observaciones}}.',
  'detail.by': 'Revisión {revision}, de {author}.',
  'detail.to_decide': 'Para decidir:',
  'to_decide.title': 'La propuesta {number} espera una decisión',
  'to_decide.text':
    'Propuesta {number}, {name}, de {by}: la puedes decidir. {command} la muestra con un enlace a su tarjeta.',
  'to_enable.title': 'Una plantilla espera que la habiliten',
  'to_enable.text': '{template} está aprobada, y los agentes la pueden enviar en cuanto alguien la habilite: {command}',
  'detail.clean': 'Sin observaciones: cumple todas las reglas que podemos comprobar.',

  'vote.title': 'Voto',
  'vote.approve': '{by} aprobó la revisión {revision}, {at}. {have} de {need} aprobaciones.',
  'vote.approve_changed': '{by} cambió su voto y aprobó la revisión {revision}, {at}. {have} de {need} aprobaciones.',
  'vote.reject': '{by} rechazó la revisión {revision}, {at}. Motivo: {reason}',
  'vote.request_changes': '{by} pidió cambios a la revisión {revision}, {at}: {reason}',

  'history.title': 'Historial',
  'history.withdrawn': '{by} la retiró, {at}.',
  'history.expired': 'Nadie decidió a tiempo; venció, {at}.',
  'history.retried': '{by} pidió presentarla otra vez, {at}.',
  'history.enabled': '{by} la habilitó para agentes, {at}.',
  'history.disabled': '{by} la deshabilitó para agentes, {at}.',
  'history.drift_accepted': '{by} aceptó el texto que tiene {provider}, {at}.',
  'history.opted_out':
    'El cliente ya no quiere mensajes de marketing, {at}. Las plantillas de utilidad siguen permitidas.',
  'history.somebody': 'Alguien',

  'reminder.title': 'La propuesta {number} espera',
  'reminder.text': '{who}: {proposer} espera desde {since} una decisión sobre {name} ({language}).',
  'reminder.text_nobody':
    '{proposer} espera desde {since} una decisión sobre {name} ({language}). No queda quien pueda decidir: un administrador puede dar el rol.',
  'reminder.deadline': 'Vence {deadline}.',
  'reminder.how': 'Se decide con los botones de la tarjeta que abre este hilo.',
  'reminder.summary':
    'Recordatorio: la propuesta {number}, {name}, espera una decisión. {have} de {need} aprobaciones.',

  'undecidable.title': 'Nadie puede decidir la propuesta {number}',
  'undecidable.what': 'La propuesta {number}, {name}, espera a personas que no están.',

  'history.stopped': 'El cliente no quiere más mensajes, {at}. No se le envía nada hasta que escriba ALTA.',
  'history.started': 'El cliente quiere recibir mensajes otra vez, {at}.',

  'proposal.foot.to_hand_off': 'Una persona tiene que llevarla a {console}; el texto está en el hilo.',
  'proposal.hand_in': 'Ya está allí',
  'proposal.hand_in.outcome': 'Anotar el resultado',
  'history.handed_in': '{by} la entregó al proveedor, {at}.',
  'hand_off.title': 'Llevar {name} a {console}',
  'hand_off.what':
    'La propuesta {number} está aprobada, y {provider} no recibe plantillas desde aquí. Un aprobador o administrador la crea en {console} tal como está abajo y después usa {button}.',
  'hand_off.facts': 'Nombre {name}, idioma {language}, categoría {category}.',
  'hand_off.summary': 'Hay que llevar la propuesta {number}, {name}, a {console}.',
  'hand_in.title': 'Entregada',
  'hand_in.what': 'Propuesta {number}, {name} ({language}), en {console}.',
  'hand_in.outcome': 'Qué dice {provider}',
  'hand_in.outcome.pending': 'Está allí y espera su revisión',
  'hand_in.outcome.approved': 'Está aprobada',
  'hand_in.outcome.rejected': 'Fue rechazada',
  'hand_in.outcome.missing': 'Falta decir cómo está.',
  'hand_in.external_id': 'Id de la plantilla allí',
  'hand_in.external_id.hint': 'Como lo muestra {console}, si lo muestra.',
  'hand_in.reason': 'Motivo del rechazo',
  'hand_in.reason.hint': 'Lo que escribió el proveedor, para que se pueda corregir.',
  'hand_in.submit': 'Anotar',

  'thread.not_sent.title': 'Esto no le llegó al cliente',
  'thread.not_sent.text':
    'Este hilo solo lo leen colegas. Para escribirle al cliente hay que enviar una plantilla aprobada: {command}',
  'thread.not_sent.send': 'Enviar una plantilla…',
  'thread.not_decided.title': 'Este mensaje no decidió nada',
  'thread.not_decided.buttons':
    'La propuesta {number} está {state}. Lo que se escribe en su hilo queda como comentario. Estos botones sí hacen algo:',
  'thread.not_decided.others':
    'La propuesta {number} está {state}. Lo que se escribe en su hilo queda como comentario que todos leen. Aquí no tienes nada que decidir.',
};
