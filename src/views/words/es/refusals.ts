// Por qué algo no se hizo, y la salida, español. Cada frase termina con el paso siguiente.
import type { refusals as english } from '../en/refusals.ts';

export const refusals: Record<keyof typeof english, string> = {
  'refusal.title': 'No se hizo',
  'refusal.open_form': 'Abrir formulario',

  'refusal.not_allowed': 'Para esto hace falta el rol {role}. {ask}',
  'refusal.not_allowed.group':
    'Para esto hace falta el rol {role}. No se pudo leer el grupo del directorio, así que por ahora no cuenta; conviene intentarlo en unos minutos. {ask}',
  'refusal.not_allowed.guest':
    'Esta cuenta es de invitado, y los invitados tienen el rol {role} solo si la configuración los nombra. {ask}',
  'refusal.own_proposal': 'La propuesta {number} es propia, así que la tiene que decidir otra persona. {ask}',
  'refusal.own_proposal.alone':
    'La propuesta {number} es propia, y nadie más la puede decidir. Hay que nombrar a un aprobador o a un administrador en el archivo de configuración, en roles, y reiniciar.',
  'refusal.already_decided':
    'La propuesta {number} ya está {state}, por {by}, {at}. La tarjeta del canal muestra el resultado.',
  'refusal.already_voted':
    'El voto en la propuesta {number} cuenta desde {at}: {have} de {need}. Para cambiarlo, está el otro botón de la tarjeta.',
  'refusal.stale':
    'Esta tarjeta muestra la revisión {shown} de la propuesta {number}; la reemplazó la revisión {current}. Hay que decidir en la tarjeta más nueva del canal.',
  'refusal.not_pending':
    'La propuesta {number} está {state}, así que esto ya no es posible. Para cambiar la plantilla, hay que proponerla de nuevo con {command}',
  'refusal.not_yours.proposal':
    'Solo {owner}, que hizo la propuesta, puede hacer esto. Quien tenga el rol de aprobador puede aprobar, rechazar o pedir cambios.',
  'refusal.not_yours.send':
    'Solo {owner}, que hace el envío, puede hacer esto. Se puede pedir a {owner} o a un administrador.',
  'refusal.not_yours.draft': 'Este borrador es de {owner}. Para empezar uno propio: {command}',
  'refusal.not_yours.nobody': 'Esto es de otra persona. Se puede pedir a quien lo empezó o a un administrador.',
  'refusal.not_found': 'Esto ya no existe. Se puede abrir otra vez con su comando.',
  'refusal.not_found.proposal': 'No existe la propuesta {asked}. Lo que hay se ve con {command}',
  'refusal.not_found.send': 'No hay un mensaje propio {asked}. Los mensajes propios se ven con {command}',
  'refusal.not_found.template': 'No existe la plantilla {asked}. Las que hay se ven con {command}',
  'refusal.not_found.draft':
    'Este borrador ya no está: se envió, se descartó o pasó más de un día. Se puede empezar otra vez con {command}',
  'refusal.not_found.sender': 'El remitente {asked} ya no está en la configuración. Hay que avisar a un administrador.',
  'refusal.text_changed':
    'No se envió nada: {name} ({language}) ya no es el texto que mostraba este formulario. Hay que abrirlo otra vez con el comando y mirar la vista previa.',
  'refusal.form_expired':
    'Este formulario ya no está abierto: se envió, se descartó o pasó más de un día. Se abre otra vez con el comando.',
  'refusal.template_taken.proposal':
    'La propuesta {number} ya pide {name} ({language}). Hay que esperar su decisión o elegir otro nombre.',
  'refusal.template_taken.decided':
    'La propuesta {number} de {name} ({language}) ya está aprobada. Se puede mirar con {command}, o elegir otro nombre.',
  'refusal.template_taken.rejected':
    '{provider} tiene {name} ({language}) y la rechazó. Se corrige con Corregir y reenviar en su hilo, o se elige otro nombre. Se mira con {command}',
  'refusal.template_taken.refused_there':
    '{provider} tiene {name} ({language}) y la rechazó. Hay que elegir otro nombre. Se mira con {command}',
  'refusal.template_taken.locked':
    '{provider} reserva el nombre {name} ({language}) hasta {until}, porque se borró una plantilla que lo usaba. Hay que elegir otro nombre, o esperar.',
  'refusal.template_taken.edits':
    '{provider} no acepta más cambios de {name} ({language}) hasta {until}. Hay que elegir otro nombre, o esperar.',
  'refusal.template_taken.provider':
    '{provider} ya tiene {name} ({language}). Hay que elegir otro nombre, o mirarla con {command}',
  'refusal.unknown_template': 'No existe la plantilla {name}. Las que hay se ven con {command}',
  'refusal.unknown_template.language': 'No existe la plantilla {name} en {language}. Las que hay se ven con {command}',
  'refusal.unknown_template.known': 'No existe la plantilla {name}. ¿Tal vez {known}?',
  'refusal.unknown_template.known_language': 'No existe la plantilla {name} en {language}. ¿Tal vez {known}?',
  'refusal.not_enabled': 'Los agentes todavía no pueden enviar {name} ({language}): no está habilitada. {ask}',
  'refusal.not_enabled.yours':
    'Los agentes todavía no pueden enviar {name} ({language}): no está habilitada. Se puede habilitar desde {command}',
  'refusal.not_sendable':
    '{name} ({language}) está {state} en {provider}, así que no se puede enviar. Hay que elegir otra plantilla o esperar a que {provider} la apruebe.',
  'refusal.not_sendable.until':
    '{name} ({language}) está {state} en {provider} hasta {until}. Se puede enviar después, o elegir otra plantilla.',
  'refusal.drift':
    'El texto de {name} ({language}) en {provider} no es el aprobado aquí, así que los envíos están detenidos. Lo resuelve un aprobador o un administrador en su hilo; mientras tanto hay que elegir otra plantilla.',
  'refusal.unsupported':
    'Esta plantilla tiene una parte que no podemos completar: {what}. Hay que elegir otra, o enviarla desde {console}.',
  'refusal.no_sendable_templates':
    'Todavía no hay plantillas para enviar: {provider} las tiene que aprobar y alguien las tiene que habilitar. Se puede proponer una con {command}, o pedir que se habilite alguna. {ask}',
  'refusal.no_sendable_templates.yours':
    'Todavía no hay plantillas para enviar: {provider} las tiene que aprobar y alguien las tiene que habilitar. Se puede habilitar una ya aprobada, desde {list}, o proponer una con {command}',
  'refusal.no_opt_in':
    'No hay consentimiento registrado de este cliente. Hay que indicar en el formulario cómo lo dio, o pedirlo antes.',
  'refusal.opted_out.all': 'Este cliente no quiere recibir mensajes. Solo se le puede escribir después de que escriba.',
  'refusal.opted_out.all_since':
    'Este cliente no quiere recibir mensajes, desde {since}. Solo se le puede escribir después de que escriba.',
  'refusal.opted_out.marketing':
    'Este cliente no quiere mensajes de marketing. Una plantilla de utilidad sobre algo que pidió sí está permitida.',
  'refusal.opted_out.marketing_since':
    'Este cliente no quiere mensajes de marketing, desde {since}. Una plantilla de utilidad sobre algo que pidió sí está permitida.',
  'refusal.unreachable':
    'WhatsApp no pudo llegar a este número ({since}): tal vez no usa WhatsApp, o usa una versión vieja. Hay que revisar el número o buscar otra vía.',
  'refusal.marketing_cap':
    '{provider} limita el marketing que recibe cada persona, y este cliente ya recibió bastante por ahora. Se puede intentar después de {until}, o usar una plantilla de utilidad si corresponde.',
  'refusal.check_unavailable':
    'No se pudo comprobar, así que cuenta como no cumplido: {why}. Conviene intentarlo en unos minutos; si sigue igual, hay que avisar a un administrador.',
  'refusal.window_closed':
    'El texto libre se permite por 24 horas desde el último mensaje del cliente, y ese tiempo ya pasó. Se puede enviar una plantilla con {command}',
  'refusal.window_closed.at':
    'El texto libre se permite por 24 horas desde el último mensaje del cliente; eso terminó {closedAt}. Se puede enviar una plantilla con {command}',
  'refusal.sender_stopped': 'El remitente {sender} está detenido desde {since}. {what} {ask}',
  'refusal.sender_stopped.yours': 'Cuando la causa esté resuelta, se puede reanudar con el botón del aviso.',
  'refusal.sender_running': 'El remitente {sender} ya está funcionando. No hay que hacer nada.',
  'refusal.no_sender':
    'No hay ningún remitente configurado, así que no hay desde dónde enviar. Un administrador lo agrega al archivo de configuración y reinicia.',
  'refusal.sender_cannot_submit':
    'Las plantillas del remitente {sender} no se pueden presentar desde aquí. Hay que elegir otro remitente, o crear la plantilla en el proveedor y leerla con {command}',
  'refusal.too_late_to_cancel':
    'El mensaje {number} ya no se puede cancelar: está {state}. Si fue un error, conviene escribir al cliente.',
  'refusal.not_uncertain':
    'El mensaje {number} ya no está incierto, así que no queda nada por resolver. Su recorrido se ve con {command}',
  'refusal.nothing_to_retry':
    'El número {number} no falló, así que no hay nada que reintentar. Su tarjeta muestra en qué está.',
  'refusal.language_needed':
    'La plantilla {name} existe en varios idiomas: {languages}. Hay que agregar uno al comando, por ejemplo {example}',
  'refusal.unknown_command': '«{word}» no es un comando de {command}. Los que hay son:',
  'refusal.too_many_words': 'Sobra algo que no entendemos: «{extra}». La forma es {usage}',
  'refusal.usage.template': 'template show pedido_listo es_AR',
  'refusal.usage.send': 'send-active +5491155551234 pedido_listo es_AR',
  'refusal.wrong_workspace':
    'Esto llega de un espacio de trabajo distinto del configurado, así que no se hizo nada. Hay que usar el espacio indicado o preguntar a un administrador.',

  'refusal.lift.consent': 'Si aceptó después, un administrador puede registrarlo: {command}',
  'refusal.lift.consent.yours': 'Si aceptó después, se puede registrar: {command}',
  'refusal.lift.reach': 'Un aprobador o un administrador puede hacer que se intente antes: {command}',
  'refusal.lift.reach.yours': 'Se puede hacer que se intente antes: {command}',
  'refusal.unreachable.until': 'No se intenta hasta {until}.',

  'phone.missing': 'Falta el número. Se escribe por ejemplo {example}',
  'phone.letters': '«{typed}» tiene letras, así que no es un número. Se escribe por ejemplo {example}',
  'phone.symbols': '«{typed}» tiene caracteres que no van en un número. Se escribe por ejemplo {example}',
  'phone.two_numbers': 'Hay dos números, y un mensaje va a un solo número. Hay que dejar uno, por ejemplo {example}',
  'phone.no_plus': 'A «{typed}» le falta el + antes del código de país. Si el código ya está, se escribe {example}',
  'phone.no_country_code':
    'A «{typed}» le falta el código de país. Se escribe con + y código de país, por ejemplo {example}',
  'phone.unknown_country':
    '«{typed}» no empieza con un código de país conocido. Hay que revisar los dígitos después del +; por ejemplo {example}',
  'phone.too_short': '«{typed}» es demasiado corto para su país. Hay que revisar los dígitos; por ejemplo {example}',
  'phone.too_long': '«{typed}» es demasiado largo para su país. Hay que revisar los dígitos; por ejemplo {example}',
  'phone.renumbered': '«{typed}» es un número viejo: en su país ahora son más largos. Debería ser {example}',
  'phone.extension':
    '«{typed}» tiene un interno, y WhatsApp no los conoce. Si el número de antes está en WhatsApp, se escribe {example}',
  'phone.spaces': '«{typed}» tiene espacios. Se escribe sin ellos: {example}',
  'phone.punctuation': '«{typed}» tiene guiones, puntos o paréntesis. Se escribe sin ellos: {example}',
  'phone.double_zero': '«{typed}» empieza con 00. En su lugar va un +: {example}',
  'phone.own_number':
    'Este es un número desde el que enviamos; WhatsApp no admite mensajes a uno mismo. Hay que escribir el número del cliente.',

  'refusal.opted_out.blocked':
    'El proveedor no deja pasar mensajes a este cliente, que los detuvo allí. Solo el cliente puede volver a permitirlos, escribiendo START.',
  'refusal.opted_out.blocked_since':
    'El proveedor no deja pasar mensajes a este cliente, que los detuvo allí (visto {since}). Solo el cliente puede volver a permitirlos, escribiendo START.',
  'refusal.number_needed':
    'Un código de un solo uso necesita un número de teléfono, y de este cliente no hay ninguno. Hay que pedírselo o elegir otra plantilla.',
  'refusal.not_reached.phone':
    'El remitente {sender} no puede escribir a números de teléfono. Hay que elegir una plantilla de otro remitente.',
  'refusal.not_reached.bsuid':
    'De este cliente no hay número, y {sender} solo escribe a números. Hay que pedírselo o elegir una plantilla de otro remitente.',
  'refusal.sender_needed':
    '{name} ({language}) existe en varios remitentes: {senders}. Hay que agregar uno al comando: {command}',
};
