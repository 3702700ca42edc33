// Cada falla de un proveedor como una frase y un paso siguiente, español.
import type { faults as english } from '../en/faults.ts';

export const faults: Record<keyof typeof english, string> = {
  'fault.token_invalid': '{provider} no acepta nuestro token de acceso: no es válido o venció.',
  'fault.token_invalid.next':
    'Un administrador renueva el token en la configuración y reanuda el remitente; lo que espera no se pierde.',
  'fault.permission_missing': 'A nuestro token de acceso le falta un permiso en {provider}.',
  'fault.permission_missing.next':
    'Un administrador agrega el permiso en la configuración del negocio en {provider} y reanuda el remitente.',
  'fault.service_down': 'WhatsApp no está disponible en este momento.',
  'fault.service_down.next':
    'Lo intentamos otra vez sin ayuda. Si dura, un administrador mira la página de estado de {provider}.',
  'fault.call_budget': 'La cuenta usó por ahora todas sus llamadas a {provider}.',
  'fault.call_budget.next': 'Seguimos sin ayuda cuando {provider} lo permita.',
  'fault.number_deleted': 'El número del remitente ya no existe en {provider}.',
  'fault.number_deleted.next':
    'Un administrador lo registra otra vez en {console}, o cambia el remitente en la configuración.',
  'fault.invalid_parameter': '{provider} no acepta un valor de la solicitud.',
  'fault.invalid_parameter.next':
    'Hay que revisar los valores y la plantilla. Si parecen correctos, hay que dar el código del proveedor a un administrador.',
  'fault.account_restricted': '{provider} restringió la cuenta del negocio.',
  'fault.account_restricted.next':
    'Un administrador lee el motivo en el soporte para empresas de {provider} y reanuda el remitente cuando se levante.',
  'fault.account_locked': '{provider} bloqueó la cuenta de WhatsApp.',
  'fault.account_locked.next':
    'Un administrador lee el motivo en {console} y reanuda el remitente cuando se desbloquee.',
  'fault.country_not_allowed': 'Esta cuenta no puede escribir a ese país.',
  'fault.country_not_allowed.next': 'Hay que llegar al cliente por otra vía, o desde un remitente que pueda.',
  'fault.recipient_blocked': 'Nuestra cuenta tiene bloqueado a este cliente.',
  'fault.recipient_blocked.next': 'Un administrador puede quitar el bloqueo en {console}; después se envía otra vez.',
  'fault.throughput': 'El remitente envía más rápido de lo que WhatsApp permite.',
  'fault.throughput.next': 'Bajamos el ritmo y lo intentamos otra vez sin ayuda.',
  'fault.expired': 'WhatsApp desistió: el mensaje no se pudo entregar a tiempo.',
  'fault.expired.next': 'Si todavía importa, vuelve a enviarlo o contacta al cliente por otro medio.',
  'fault.not_on_test_list': 'El remitente es un número de prueba y este cliente no está en su lista de destinatarios.',
  'fault.not_on_test_list.next':
    'Un administrador agrega el número a la lista en {console} o configura un remitente propio. Después, vuelve a enviarlo.',
  'fault.not_available': 'WhatsApp no pone este mensaje a disposición de programas como Aval.',
  'fault.not_available.next': 'Mira el chat en la aplicación de WhatsApp y contacta al cliente por otro medio.',
  'fault.needs_number':
    'Este tipo de plantilla solo se envía a un número de teléfono, y este cliente no muestra ninguno.',
  'fault.needs_number.next': 'Pide el número al cliente o elige otra plantilla.',
  'fault.refused_by_rule':
    'WhatsApp no dejó pasar este mensaje por una regla sobre la cuenta o el cliente. El texto está bien.',
  'fault.refused_by_rule.next':
    'No lo vuelvas a enviar. Pasa el código del proveedor a un administrador y contacta al cliente por otro medio.',
  'fault.experiment': '{provider} dejó a este cliente fuera del marketing por un experimento suyo.',
  'fault.experiment.next': 'Hay que esperar a que el cliente escriba, o buscar otra vía. El mensaje no se cobra.',
  'fault.unknown_error': 'WhatsApp informó un error que no explica.',
  'fault.unknown_error.next':
    'Se puede enviar otra vez en unos minutos. Si se repite, hay que dar el código del proveedor a un administrador.',
  'fault.same_number': 'El remitente y el cliente tienen el mismo número.',
  'fault.same_number.next': 'Hay que revisar el número del cliente.',
  'fault.undeliverable':
    'WhatsApp no puede entregar en este número: tal vez no usa WhatsApp, usa una versión vieja o no aceptó las condiciones.',
  'fault.undeliverable.next': 'Hay que confirmar el número con el cliente, o buscar otra vía.',
  'fault.display_name': '{provider} no aprobó el nombre visible del remitente.',
  'fault.display_name.next': 'Un administrador consigue la aprobación del nombre en {console} y reanuda el remitente.',
  'fault.payment': 'Hay un problema de pago con la cuenta de WhatsApp.',
  'fault.payment.next': 'Un administrador lo resuelve en la facturación de {provider} y reanuda el remitente.',
  'fault.not_registered': 'El número del remitente no está registrado en la API de WhatsApp.',
  'fault.not_registered.next': 'Un administrador lo registra en {console} y reanuda el remitente.',
  'fault.window_closed':
    '{provider} tomó este mensaje por texto libre, que solo se permite durante 24 horas desde el último mensaje del cliente.',
  'fault.window_closed.next':
    'Una plantilla no necesita que el cliente haya escrito. Revisa con {sync} si sigue aprobada y vuelve a enviarla. Si se repite, pasa el código del proveedor a un administrador.',
  'fault.spam_limit': '{provider} frena a este remitente porque muchos clientes lo bloquearon o denunciaron.',
  'fault.spam_limit.next': 'Un administrador revisa la calidad en {console}, espera unas horas y reanuda el remitente.',
  'fault.marketing_cap':
    '{provider} limita el marketing que recibe cada persona, y este cliente ya recibió bastante por ahora.',
  'fault.marketing_cap.next': 'No conviene reenviarlo hoy. Pasadas 24 horas se puede intentar otra vez.',
  'fault.opted_out': 'El cliente desactivó nuestros mensajes de marketing.',
  'fault.opted_out.next': 'Solo se le puede escribir sobre lo que pida, con una plantilla de utilidad.',
  'fault.unsupported_type': 'WhatsApp no admite aquí este tipo de mensaje.',
  'fault.unsupported_type.next': 'Hay que elegir otra plantilla y dar el código del proveedor a un administrador.',
  'fault.media_failed': 'WhatsApp no pudo cargar el archivo del encabezado.',
  'fault.media_failed.next':
    'Hay que comprobar que el enlace abra sin contraseña y que el archivo tenga el tipo y tamaño correctos; después se envía otra vez.',
  'fault.sample': 'No se pudo bajar de su enlace el archivo de ejemplo del encabezado.',
  'fault.sample.next':
    'Hay que abrir el enlace sin iniciar sesión: debe dar el archivo mismo, del tipo y tamaño correctos. Después se reintenta, o se pone otro enlace.',
  'sample.refused.title': 'La propuesta {number} necesita otro archivo de ejemplo',
  'sample.refused': 'Todavía no se preguntó a nadie por la propuesta {number}, {name}.',
  'sample.missing': 'El encabezado no tiene archivo de ejemplo.',
  'sample.no_link': 'Lo que se dio no es una dirección web.',
  'sample.password': 'El enlace lleva un usuario o una contraseña.',
  'sample.not_https': 'El enlace no empieza con https://.',
  'sample.port': 'El enlace indica un puerto.',
  'sample.not_public': 'El enlace no lleva a la internet pública.',
  'sample.redirects': 'El enlace lleva de una dirección a otra sin fin.',
  'sample.no_address': 'Ningún servidor tiene el nombre del enlace.',
  'sample.no_answer': 'El servidor del enlace no responde.',
  'sample.answers': 'El servidor responde {status} en lugar del archivo.',
  'sample.too_large': 'El archivo pesa más de {most} MB.',
  'sample.empty': 'El archivo está vacío.',
  'sample.wrong_type': 'El archivo es del tipo {type}, que este encabezado no admite.',
  'sample.mislabelled': 'Su servidor llama {said} al archivo, pero es {type}.',
  'sample.redirected': 'El enlace lleva a otra dirección.',
  'fault.pair_rate': 'Salieron demasiados mensajes a este mismo número en poco tiempo.',
  'fault.pair_rate.next': 'Esperamos y lo intentamos otra vez sin ayuda.',
  'fault.maintenance': 'La cuenta de WhatsApp está en mantenimiento en {provider}.',
  'fault.maintenance.next': 'Lo intentamos otra vez sin ayuda en unos minutos.',
  'fault.marketing_disabled': 'Los mensajes de marketing están desactivados en {provider} para esta cuenta.',
  'fault.marketing_disabled.next': 'Un administrador los activa en {console}.',
  'fault.misclassification':
    '{provider} bloquea los envíos de plantillas porque demasiadas tenían la categoría equivocada.',
  'fault.misclassification.next':
    'Un administrador revisa las categorías en {console} y reanuda el remitente cuando termine el bloqueo.',
  'fault.parameter_count': 'La plantilla de {provider} tiene otra cantidad de variables que la que conocemos.',
  'fault.parameter_count.next': 'Un administrador o aprobador usa {sync}; después se completa el formulario otra vez.',
  'fault.template_missing': '{provider} no tiene esta plantilla en este idioma, o no la aprobó.',
  'fault.template_missing.next': 'Hay que revisar el idioma (es y es_AR son dos plantillas) y usar {sync}.',
  'fault.text_too_long': 'Con estos valores el texto es más largo de lo que {provider} permite.',
  'fault.text_too_long.next': 'Hay que acortar los valores y enviar otra vez.',
  'fault.policy': 'A {provider} le parece que el contenido no cumple sus políticas.',
  'fault.policy.next': 'No hay que enviarlo otra vez. Se propone una plantilla nueva con otra redacción.',
  'fault.parameter_format':
    'Un valor tiene una forma que {provider} no acepta, por ejemplo un salto de línea o muchos espacios.',
  'fault.parameter_format.next': 'Hay que escribir los valores en una línea, con espacios simples, y enviar otra vez.',
  'fault.template_paused': '{provider} puso en pausa esta plantilla por baja calidad.',
  'fault.template_paused.next': 'Hay que elegir otra plantilla o esperar a que termine la pausa.',
  'fault.template_disabled': '{provider} desactivó esta plantilla de forma definitiva.',
  'fault.template_disabled.next': 'Hay que elegir otra plantilla, o proponer una nueva con otra redacción.',
  'fault.flow_blocked': 'El flujo de esta plantilla está bloqueado o frenado en {provider}.',
  'fault.flow_blocked.next':
    'Un administrador mira el flujo en {console}; mientras tanto hay que elegir otra plantilla.',
  'fault.quota_reached':
    'La cuenta tiene todas las plantillas que {provider} permite, o creó demasiadas en la última hora.',
  'fault.quota_reached.next':
    'Un administrador elimina en {console} las que no se usan, o espera una hora; después se pulsa Reintentar.',
  'fault.template_exists': '{provider} ya tiene una plantilla con este nombre e idioma.',
  'fault.template_exists.next': 'Hay que elegir otro nombre, o comparar las dos con {sync}.',
  'fault.edit_not_allowed':
    '{provider} no permite este cambio ahora: lo impide el estado de la plantilla, o ya se usó la edición de hoy.',
  'fault.edit_not_allowed.next': 'Se puede intentar pasadas 24 horas, o proponerla con otro nombre.',
  'fault.over_length': 'Una parte de la plantilla es más larga de lo que {provider} permite.',
  'fault.over_length.next': 'Hay que corregir y reenviar con un texto más corto.',
  'fault.header_format': '{provider} no acepta el formato del encabezado.',
  'fault.header_format.next':
    'Hay que corregir y reenviar: texto simple sin formato ni emojis, con una variable como máximo.',
  'fault.body_format': '{provider} no acepta el formato del cuerpo.',
  'fault.body_format.next': 'Hay que corregir y reenviar: revisar llaves, variables y líneas vacías.',
  'fault.footer_format': '{provider} no acepta el formato del pie.',
  'fault.footer_format.next': 'Hay que corregir y reenviar: texto simple sin variables, emojis ni saltos de línea.',
  'fault.too_many_variables': 'El texto es demasiado corto para tantas variables.',
  'fault.too_many_variables.next': 'Hay que corregir y reenviar con más palabras o menos variables.',
  'fault.variable_at_edge': 'El texto empieza o termina con una variable.',
  'fault.variable_at_edge.next':
    'Hay que corregir y reenviar con una palabra antes de la primera variable y después de la última.',
  'fault.name_locked':
    '{provider} todavía no permite este nombre: hace menos de 30 días se eliminó una plantilla que lo tenía.',
  'fault.name_locked.next': 'Hay que elegir otro nombre, o esperar.',
  'fault.template_changed': 'La plantilla cambió entre el clic y el envío, así que el mensaje no salió.',
  'fault.template_changed.next': 'Hay que abrir el formulario otra vez y mirar el texto nuevo antes de enviar.',
  'fault.person_unreachable': 'No se puede escribir a esta persona por chat.',
  'fault.person_unreachable.next': 'Tiene que abrir un chat con Aval, o instalarlo; después sigue sin ayuda.',
  'fault.place_archived': 'El canal está archivado.',
  'fault.place_archived.next': 'Alguien lo desarchiva, o un administrador pone otro canal en la configuración.',
  'fault.place_gone': 'El canal se eliminó, o Aval no puede verlo.',
  'fault.place_gone.next':
    'Si es privado, alguien agrega a Aval; si ya no existe, un administrador pone otro canal en la configuración.',
  'fault.place_closed': 'Aval no puede escribir en el canal.',
  'fault.place_closed.next': 'Alguien agrega a Aval al canal y le permite publicar ahí.',
  'fault.place_moved': 'El canal ahora tiene otro id.',
  'fault.place_moved.next': 'Un administrador pone el id nuevo en la configuración y reinicia Aval.',
  'fault.message_gone': 'Alguien eliminó el mensaje.',
  'fault.message_gone.next': 'No hay que hacer nada: si la tarjeta sigue haciendo falta, se publica de nuevo.',
  'fault.no_answer': 'El proveedor no respondió a tiempo.',
  'fault.no_answer.next': 'Antes de enviar otra vez conviene mirar el estado aquí: puede haber llegado.',
  'fault.unreachable': 'No se pudo llegar al proveedor.',
  'fault.unreachable.next':
    'Lo intentamos otra vez sin ayuda. Si dura, un administrador revisa la red y usa aval doctor.',
  'fault.unreadable_answer': 'El proveedor respondió algo que no podemos leer.',
  'fault.unreadable_answer.next':
    'Lo intentamos otra vez sin ayuda. Si dura, un administrador revisa la dirección en la configuración y usa aval doctor.',
};
