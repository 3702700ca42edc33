// Palabras que usan varias vistas, español: nombres de estados, categorías y roles; botones de todos los formularios.
import type { names as english } from '../en/names.ts';

export const names: Record<keyof typeof english, string> = {
  'common.back': 'Atrás',
  'common.cancel': 'Cancelar',
  'common.close': 'Cerrar',
  'common.next': 'Siguiente',
  'common.no': 'No, volver',
  'common.refresh': 'Actualizar vista previa',
  'common.none': 'Ninguno',
  'common.preview': 'Así lo verá el cliente',
  'common.preview_samples': 'Así lo verá el cliente, con los valores de ejemplo',
  'common.raw': 'Texto tal como se escribió',
  'common.diff': 'Cambios desde la revisión {revision}',
  'common.findings': 'Para mirar antes de decidir',
  'common.error': 'Error: {text}',
  'common.warning': 'Atención: {text}',
  'common.example': 'Ejemplo: {example}',
  'common.code': 'Código del proveedor {code}',
  'common.sample_says': 'Lo que se encontró: {detail}',
  'common.provider_says': 'El proveedor dice: {detail}',
  'common.trace': 'rastreo {trace}',
  'common.ask': '{count, plural, =0 {Hay que pedirlo a un administrador.} other {Se puede pedir a {names}.}}',

  'fact.template': 'Plantilla',
  'fact.category': 'Categoría',
  'fact.sender': 'Remitente',
  'fact.proposer': 'Propuesta por',
  'fact.approvals': 'Aprobaciones',
  'fact.fallen': 'No cuenta',
  'fact.deadline': 'Decidir antes de',
  'fact.revision': 'Revisión',
  'fact.status': 'Estado',
  'fact.review': 'Evaluación de {provider}',
  'fact.quality': 'Calidad',
  'fact.agents': 'Para agentes',
  'fact.to': 'Para',
  'fact.agent': 'Enviado por',
  'fact.from': 'De',
  'fact.proposal': 'Propuesta',
  'fact.enabled': 'habilitada',
  'fact.disabled': 'no habilitada',

  'role.proposer': 'proponente',
  'role.approver': 'aprobador',
  'role.agent': 'agente',
  'role.admin': 'administrador',

  'category.MARKETING': 'Marketing',
  'category.UTILITY': 'Utilidad',
  'category.AUTHENTICATION': 'Autenticación',
  'category.hint.MARKETING': 'Novedades, ofertas, invitaciones y todo lo que sea mixto o dudoso.',
  'category.hint.UTILITY': 'Sobre algo que el cliente hizo o pidió, sin promoción.',
  'category.hint.AUTHENTICATION': 'Solo códigos de un uso. El texto lo pone WhatsApp.',

  'purpose.ACCOUNT_UPDATE': 'Novedades de la cuenta',
  'purpose.PAYMENT_UPDATE': 'Novedades de un pago',
  'purpose.PERSONAL_FINANCE_UPDATE': 'Finanzas personales',
  'purpose.SHIPPING_UPDATE': 'Novedades de un envío',
  'purpose.RESERVATION_UPDATE': 'Novedades de una reserva',
  'purpose.ISSUE_RESOLUTION': 'Solución de un problema',
  'purpose.APPOINTMENT_UPDATE': 'Novedades de un turno o cita',
  'purpose.TRANSPORTATION_UPDATE': 'Novedades de transporte',
  'purpose.TICKET_UPDATE': 'Novedades de un tique',
  'purpose.ALERT_UPDATE': 'Aviso o alerta',
  'purpose.AUTO_REPLY': 'Respuesta automática',

  'header.none': 'Ninguno',
  'header.text': 'Texto',
  'header.image': 'Imagen',
  'header.video': 'Video',
  'header.document': 'Documento',
  'header.location': 'Ubicación',

  'button.quick_reply': 'Respuesta rápida',
  'button.url': 'Sitio web',
  'button.phone': 'Llamada',
  'button.copy_code': 'Copiar código',

  'quality.green': 'alta',
  'quality.yellow': 'media',
  'quality.red': 'baja',
  'quality.unknown': 'todavía sin calificar',

  'review.pending': 'en evaluación',
  'review.approved': 'aprobada',
  'review.rejected': 'rechazada',
  'review.paused': 'en pausa',
  'review.disabled': 'desactivada',
  'review.in_appeal': 'en apelación',
  'review.archived': 'archivada',
  'review.deleted': 'eliminada',
  'review.limit_exceeded': 'por encima del cupo de plantillas',
  'review.unknown': 'desconocido (el proveedor dice «{raw}»)',

  'decision.pending': 'a la espera de una decisión',
  'decision.approved': 'aprobada',
  'decision.rejected': 'rechazada',
  'decision.changes_requested': 'devuelta para hacer cambios',
  'decision.withdrawn': 'retirada',
  'decision.expired': 'vencida',

  'state.held': 'en espera',
  'state.queued': 'en cola',
  'state.accepted': 'aceptado por WhatsApp',
  'state.sent': 'enviado',
  'state.delivered': 'entregado',
  'state.read': 'leído',
  'state.failed': 'fallido',
  'state.cancelled': 'cancelado',
  'state.uncertain': 'incierto',

  'bug.title': 'Algo falló',
  'bug.text':
    'Algo falló, referencia {reference}. Se puede intentar de nuevo; si vuelve a pasar, hay que dar esta referencia a un administrador.',

  'buried.title': 'Se abandonó una tarea',
  'buried.text':
    '{job} falló demasiadas veces y ya no se intenta: {why}. Hay que mirar el registro, resolver la causa y repetir lo que se había pedido.',

  'buried.retry': 'Intentar otra vez',
  'buried.again': 'Se está intentando otra vez. Si vuelve a fallar, se avisa.',
  'buried.over': 'Aquí no hay nada que intentar otra vez: ya se hizo, o ya se volvió a intentar.',

  'not_shown.title': 'Todavía no se ve en {place}',
  'not_shown.proposal':
    'La propuesta {number} está registrada, pero {app} no deja que Aval la muestre en {place}, así que ahí nadie la vio. Los administradores ya lo saben; se muestra en cuanto esto se resuelva.',
  'not_shown.send':
    'El mensaje {number} está en camino, pero {app} no deja que Aval lo muestre en {place}. Los administradores ya lo saben. Lo que responda el cliente llega en privado hasta que esto se resuelva.',

  'place_lost.title': '{place} no se puede usar ahora',
  'place_lost.proposal':
    'En {place} ({app}) nadie puede decidir ahora {numbers}: {what} Los administradores ya lo saben. Sigue en cuanto se arregle.',
  'place_lost.send':
    'En {place} ({app}) nadie ve ahora {numbers}: {what} Los administradores ya lo saben. Lo que el cliente responda te llega en privado hasta que se arregle.',
  'place_lost.proposal.number': 'la propuesta {number}',
  'place_lost.send.number': 'el mensaje {number}',

  'place_moved.title': 'Un canal tiene otro id',
  'place_moved.text':
    '{place} tiene ahora otro id en {app}, y Aval sigue allí por su cuenta. Escribe {to} en lugar de {from} en la configuración cuando la vuelvas a cambiar.',

  'chat_closed.known':
    '{place} en {app}: {what} {next} Lo que debía mostrarse ahí espera hasta una semana y se muestra cuando esto se resuelve.',
  'chat_closed.named':
    '{app} no deja que Aval escriba en {place}. Lo que debía mostrarse ahí espera hasta una semana y se muestra cuando esto se resuelve. Hay que volver a agregar Aval a {place} y revisar sus permisos; aval doctor dice qué falta.',

  'chat_closed.title': '{app} no deja entrar a Aval',
  'chat_closed.token':
    '{app} ya no acepta el acceso con el que se configuró Aval: fue revocado, o se quitó la aplicación. Lo que debía mostrarse ahí espera hasta una semana y se muestra cuando esto se resuelve. Hay que instalar la aplicación de nuevo si ya no está, renovar el acceso en la configuración y reiniciar Aval; aval doctor dice si funciona.',
  'chat_closed.place':
    '{app} no deja que Aval escriba en un lugar donde debería escribir. Lo que debía mostrarse ahí espera hasta una semana y se muestra cuando esto se resuelve. Hay que volver a agregar Aval a ese lugar y revisar sus permisos; aval doctor dice qué falta.',

  // Parts of a template, in a diff.
  'diff.name': 'nombre',
  'diff.language': 'idioma',
  'diff.category': 'categoría',
  'diff.purpose': 'propósito',
  'diff.parameters': 'parámetros',
  'diff.header': 'encabezado',
  'diff.body': 'cuerpo',
  'diff.footer': 'pie',
  'diff.button': 'botón',
  'diff.sample': 'ejemplo',
  'diff.card': 'tarjeta',
  'diff.location': 'ubicación',
  'diff.image': 'imagen',
  'diff.video': 'video',
  'diff.document': 'documento',
  'diff.gif': 'gif',
  'diff.quick_reply': 'respuesta rápida',
  'diff.link': 'enlace',
  'diff.call': 'llamada',
  'diff.copy_code': 'copiar código',
  'diff.code': 'código de un solo uso',
  'diff.advice': 'consejo de seguridad',
  'diff.expires': 'vence',
  'diff.offer': 'oferta',
  'diff.limited': 'con vencimiento',
  'diff.ttl': 'vigencia',
  'diff.yes': 'sí',
  'diff.no': 'no',
};
