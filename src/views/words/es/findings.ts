// Lo que dice cada regla, en español. Mensajes ICU; los argumentos son los datos del hallazgo.

import type { RuleId } from '../../../domain/rules/catalogue.ts';
import type { Examples } from '../pack.ts';

export const findings: Readonly<Record<RuleId, string>> = {
  'name-missing': 'Ponle un nombre a la plantilla.',
  'name-characters':
    'El nombre solo admite letras minúsculas sin acentos, números y guiones bajos. Prueba con {suggestion}.',
  'name-too-long': 'El nombre tiene {length} caracteres; el máximo es {max}.',
  'language-missing': 'Elige el idioma de la plantilla.',
  'language-unknown':
    '«{language}» no es un código de idioma de {provider}. Usa uno de la lista, por ejemplo {suggestion}.',
  'category-missing': 'Elige una categoría: MARKETING, UTILITY o AUTHENTICATION.',
  'category-unknown': '«{category}» no es una categoría. Usa MARKETING, UTILITY o AUTHENTICATION.',
  'category-legacy':
    '{provider} ya no acepta la categoría {category}. Usa {suggestion}, o MARKETING si el texto promociona algo.',
  'ttl-range': 'Una vigencia de {seconds} s queda fuera de lo que permite {category}: de {min} a {max} segundos.',
  'braces-broken':
    'Las llaves de {written}, en el carácter {position}, no cuadran. Una variable lleva dos a cada lado.',
  'placeholder-empty':
    'La variable del carácter {position} está vacía. Escribe un número o un nombre entre las llaves.',
  'placeholder-spaces': 'Quita los espacios dentro de las llaves de {written}, en el carácter {position}.',
  'placeholder-number':
    '{written}, en el carácter {position}, no es un número válido. Las variables se numeran desde 1, sin ceros delante.',
  'placeholder-characters':
    '{written}, en el carácter {position}, tiene caracteres que una variable no admite. Usa un número, o minúsculas y guiones bajos.',
  'placeholder-digits':
    'El nombre {variable} lleva un número. {provider} podría rechazarlo; lo seguro son letras y guiones bajos.',
  'braces-single':
    'Para WhatsApp, {written} (carácter {position}) es texto normal. Si querías una variable, pon dos llaves a cada lado.',
  'variables-mixed':
    'Hay variables con número y con nombre mezcladas ({number} y {name}). Usa un solo tipo en toda la plantilla.',
  'variables-format':
    'La variable {variable} no corresponde al formato de la plantilla, que es {format, select, named {con nombres} other {con números}}.',
  'variables-gap': 'Falta la variable {missing}: los números deben ir del 1 al {highest} sin saltos.',
  'variables-order':
    'La variable {variable} aparece antes de tiempo. Numera las variables en el orden en que aparecen.',
  'variable-name-repeated': 'El nombre {variable} se usa más de una vez. Dale a cada variable su propio nombre.',
  'variable-number-repeated':
    'La variable {variable} se usa más de una vez. {provider} podría rechazarla; lo seguro es un número distinto en cada lugar.',
  'variables-adjacent': 'Las variables {first} y {second} están pegadas. Pon palabras entre ellas.',
  'variables-touching':
    'Entre las variables {first} y {second} solo hay un espacio. Con palabras en medio es más fácil que la aprueben.',
  'sample-missing': 'Da un valor de ejemplo para la variable {variable}. Los revisores de {provider} lo necesitan.',
  'sample-line-break':
    'El ejemplo de la variable {variable} tiene un salto de línea o un tabulador. Los valores reales no pueden llevarlos.',
  'header-empty': 'El encabezado no tiene texto. Escríbelo o elige «sin encabezado».',
  'header-too-long': 'El encabezado tiene {length} caracteres, {over} más que el máximo de {max}.',
  'header-too-many-variables': 'El encabezado tiene {count} variables; solo puede llevar una.',
  'header-formatting':
    'El encabezado no admite marcas de formato: asteriscos, palabras entre guiones bajos o acentos graves.',
  'header-line-break': 'El encabezado debe ser una sola línea.',
  'header-emoji': '{provider} suele rechazar encabezados con emojis. Lo seguro es usar solo palabras.',
  'header-media-missing':
    'Añade {format, select, image {una imagen} video {un video} document {un documento} other {un archivo}} de ejemplo para el encabezado. Los revisores de {provider} lo necesitan.',
  'header-media-link': 'El ejemplo del encabezado debe ser un enlace que empiece con https.',
  'header-media-private':
    'A {host} solo se llega desde tu propia red. Pon el ejemplo donde cualquiera pueda abrirlo y pega ese enlace.',
  'header-media-type':
    '{format, select, image {Un encabezado de imagen} video {Un encabezado de video} document {Un encabezado de documento} other {Este encabezado}} no muestra archivos .{ending}. Admite: {allowed}.',
  'header-location-category': 'Las plantillas {category} no admiten un encabezado de ubicación.',
  'header-gif':
    'Los encabezados GIF solo funcionan con la API de mensajes de marketing de WhatsApp, así que Aval no puede enviar esta plantilla.',
  'body-missing': 'Escribe el cuerpo del mensaje.',
  'body-too-long': 'El cuerpo tiene {length} caracteres, {over} más que el máximo de {max}.',
  'body-variable-first': 'El cuerpo no puede empezar con la variable {variable}. Pon una palabra antes.',
  'body-variable-last': 'El cuerpo no puede terminar con la variable {variable}. Pon una palabra o un punto después.',
  'body-variable-edge-markup':
    'Entre una variable y el borde del cuerpo solo hay marcas de formato. {provider} podría rechazarlo; pon ahí una palabra.',
  'body-variable-edge-sign':
    'Entre {variable} y el borde del cuerpo solo hay un signo de puntuación. {provider} ya lo ha rechazado antes; pon ahí una palabra.',
  'body-too-many-variables':
    '{variables, plural, one {# variable es demasiado} other {# variables son demasiadas}} para {words, plural, one {# palabra} other {# palabras}} de texto. Escribe al menos {needed} palabras o usa menos variables.',
  'body-many-variables':
    'Hay poco texto alrededor de las variables: {words, plural, one {# palabra} other {# palabras}} para {variables, plural, one {# variable} other {# variables}}. Es más seguro con {needed} palabras o más.',
  'body-line-breaks':
    'El cuerpo tiene tres o más saltos de línea seguidos. {provider} podría rechazarlo; deja como mucho una línea vacía.',
  'body-emoji-many': 'El cuerpo tiene {count} emojis. {provider} podría rechazar más de {max}.',
  'body-spaces':
    'El cuerpo tiene tabuladores o muchos espacios seguidos. Se ven distintos en cada teléfono; usa saltos de línea.',
  'length-emoji':
    'El texto cabe, pero si {provider} cuenta doble los emojis tiene {length} caracteres y el máximo es {max}.',
  'wording-duplicate':
    'La plantilla {name} ya tiene este cuerpo y este pie. {provider} rechaza las copias; cambia el texto o usa esa.',
  'footer-empty': 'El pie no tiene texto. Escríbelo o quítalo.',
  'footer-too-long': 'El pie tiene {length} caracteres, {over} más que el máximo de {max}.',
  'footer-variable': 'El pie no admite variables.',
  'footer-formatting': 'En el pie, las marcas de formato se ven tal cual. Usa solo palabras.',
  'footer-line-break': 'Deja el pie en una sola línea; {provider} podría rechazar los saltos.',
  'buttons-too-many': 'Hay {count} botones; el máximo es {max}.',
  'buttons-url-limit': 'Hay {count} botones de enlace; el máximo es {max}.',
  'buttons-phone-limit': 'Hay {count} botones de llamada; solo se permite {max}.',
  'buttons-copy-code-limit': 'Hay {count} botones de copiar código; solo se permite {max}.',
  'buttons-interleaved': 'Deja juntas las respuestas rápidas: todas antes o todas después de los demás botones.',
  'buttons-desktop-many':
    'Con {count} botones, WhatsApp en la computadora no muestra este mensaje; hasta 3 no hay problema.',
  'buttons-desktop-mixed': 'WhatsApp en la computadora no muestra respuestas rápidas mezcladas con otros botones.',
  'button-kind-missing': 'Elige qué hace el botón {n}.',
  'button-label-missing': 'Escribe el texto del botón.',
  'button-label-too-long': 'El texto del botón tiene {length} caracteres, {over} más que el máximo de {max}.',
  'button-label-variable': 'El texto de un botón no admite variables.',
  'button-label-line-break': 'El texto de un botón debe ser una sola línea.',
  'button-label-emoji': '{provider} suele rechazar emojis en el texto de un botón. Lo seguro es usar solo palabras.',
  'button-label-formatting': '{provider} suele rechazar marcas de formato en el texto de un botón. Usa solo palabras.',
  'footer-emoji': 'El pie no puede llevar emojis.',
  'quick-reply-duplicate': 'Dos respuestas rápidas dicen «{label}». Cada una necesita su propio texto.',
  'button-url-private': 'El cliente no puede abrir {host}: es una dirección interna de una red. Usa una de internet.',
  'button-label-duplicate': 'Dos botones dicen «{label}». El cliente y {provider} deben poder distinguirlos.',
  'json-flow': 'Un botón de flujo necesita su flujo. Añade flow_id, flow_name o flow_json.',
  'button-url-encoded-variable':
    'El enlace contiene una variable codificada, %7B%7B…%7D%7D, que nada reemplaza. Escribe las llaves tal cual, o quítala.',
  'button-url-missing': 'Escribe el enlace que abre este botón.',
  'button-url-invalid': 'El enlace debe ser una dirección web completa que empiece con https.',
  'button-url-too-long': 'El enlace tiene {length} caracteres; el máximo es {max}.',
  'button-url-variables-many': 'El enlace tiene {count} variables; solo se permite una, al final.',
  'button-url-variable-place': 'La variable debe estar justo al final del enlace.',
  'button-url-variable-name': 'La variable de un enlace siempre es la número 1; aquí es {variable}.',
  'button-url-sample-missing': 'Da un ejemplo para la variable del final del enlace.',
  'button-url-sample-other': 'El ejemplo lleva a otro sitio: debería empezar con {start}.',
  'button-url-open-host':
    'La variable va justo después de {start}, así que un valor podría cambiar el sitio. Termina el nombre del sitio con una barra.',
  'button-url-http': 'El enlace no va cifrado. Usa https para que el teléfono no alerte al cliente.',
  'button-phone-missing': 'Escribe el número al que llama este botón.',
  'button-phone-invalid':
    'Esto no es un número de teléfono completo. Escríbelo con el código de país, por ejemplo {example}.',
  'button-phone-too-long': 'El número tiene {length} caracteres; el máximo es {max}.',
  'button-phone-zero': '{provider} quita el cero que sigue al código de país. Comprueba que el número funcione sin él.',
  'button-copy-code-missing': 'Escribe el código que copia este botón, como ejemplo.',
  'button-copy-code-too-long': 'El código tiene {length} caracteres; el máximo es {max}.',
  'otp-category': 'Los botones de código de un solo uso son para plantillas AUTHENTICATION; esta es {category}.',
  'auth-otp-missing': 'Una plantilla AUTHENTICATION necesita un botón de código de un solo uso.',
  'auth-otp-many': 'Hay {count} botones de código de un solo uso; solo se permite uno.',
  'auth-button-kind': 'Una plantilla AUTHENTICATION solo puede llevar un botón de código de un solo uso.',
  'json-otp-app':
    'Un botón {kind, select, zero_tap {ZERO_TAP} other {ONE_TAP}} necesita la aplicación que recibe el código. Añade supported_apps con package_name y signature_hash.',
  'json-otp-terms': 'Un botón ZERO_TAP necesita zero_tap_terms_accepted con el valor true.',
  'auth-header': 'Una plantilla AUTHENTICATION no puede llevar encabezado.',
  'auth-footer':
    'El pie de una plantilla AUTHENTICATION lo pone {provider}: indica un vencimiento en lugar de escribirlo.',
  'auth-body':
    'El texto de una plantilla AUTHENTICATION lo pone {provider} y tiene una sola variable, el código. No escribas uno propio.',
  'auth-expiry-number':
    'Escribe los minutos hasta que vence el código como número entero entre {min} y {max}, o déjalo vacío.',
  'auth-expiry': 'El vencimiento del código es de {minutes} minutos; debe ser un número entero entre {min} y {max}.',
  'auth-settings-category':
    'El consejo de seguridad y el vencimiento del código no tienen efecto en plantillas {category}.',
  'carousel-category': 'Un carrusel debe ser MARKETING; esta plantilla es {category}.',
  'carousel-cards': 'El carrusel tiene {count, plural, one {# tarjeta} other {# tarjetas}}; necesita de {min} a {max}.',
  'carousel-structure':
    'Todas las tarjetas del carrusel deben ser iguales: mismo tipo de encabezado, mismos botones, todas con texto o ninguna.',
  'carousel-header': 'La tarjeta {card} necesita un encabezado de imagen o video.',
  'carousel-body-too-long':
    'El texto de la tarjeta {card} tiene {length} caracteres, {over} más que el máximo de {max}.',
  'carousel-buttons': 'La tarjeta {card} tiene demasiados botones; el máximo es {max}.',
  'offer-category': 'Una oferta por tiempo limitado debe ser MARKETING; esta plantilla es {category}.',
  'offer-body-too-long':
    'Con una oferta por tiempo limitado el cuerpo admite {max} caracteres; tiene {length}, sobran {over}.',
  'offer-footer': 'Una plantilla con oferta por tiempo limitado no puede llevar pie.',
  'offer-header': 'Con una oferta por tiempo limitado el encabezado debe ser una imagen o un video.',
  'offer-text-missing': 'Escribe el texto de la oferta por tiempo limitado.',
  'offer-text-too-long': 'El texto de la oferta por tiempo limitado tiene {length} caracteres; el máximo es {max}.',
  'offer-code-too-long': 'En una oferta por tiempo limitado el código admite {max} caracteres; tiene {length}.',
  'link-whatsapp': '{provider} suele rechazar enlaces al propio WhatsApp ({host}). Enlaza a tu sitio.',
  'link-shortened':
    '{provider} suele rechazar enlaces acortados ({host}). Usa tu propio dominio, para que se vea adónde llevan.',
  'link-raw-ip': 'El enlace lleva a una dirección sin nombre ({host}). Usa tu propio dominio.',
  'link-misleading': 'Mira bien este enlace: su sitio real es {host}, que puede no ser lo que parece.',
  'marketing-wording':
    '«{word}» suena a oferta. {provider} podría pasar esta plantilla UTILITY a MARKETING, que cuesta más.',
  'sensitive-data':
    'El texto parece pedir datos privados («{word}»). {provider} prohíbe pedir números completos; los últimos cuatro dígitos están bien.',
  'characters-invisible': 'Hay un carácter invisible ({character}). Vuelve a escribir el texto sin él.',
  'characters-direction':
    'Un carácter oculto ({character}) invierte el sentido de lectura, así que el texto puede no ser lo que parece.',
  'characters-lookalike': 'La palabra «{word}» mezcla alfabetos: algunas letras solo se parecen a las habituales.',
  'value-missing': 'Completa este campo. WhatsApp no envía valores vacíos.',
  'value-line-break': 'Este valor no admite saltos de línea ni tabuladores. Ponlo en una sola línea.',
  'value-spaces': 'Este valor tiene más de cuatro espacios seguidos. Deja uno.',
  'value-too-long': 'Este valor tiene {length} caracteres; el máximo es {max}.',
  'value-body-too-long': 'Con estos valores el mensaje tiene {length} caracteres; el máximo es {max}. Acorta este.',
  'value-header-long':
    'Con este valor el encabezado tiene {length} caracteres; con más de {max}, {provider} podría rechazar el mensaje.',
  'value-link': 'Escribe un enlace que empiece con https y que cualquiera pueda abrir, sin usuario ni contraseña.',
  'value-latitude': 'La latitud es un número entre −90 y 90, con punto decimal.',
  'value-longitude': 'La longitud es un número entre −180 y 180, con punto decimal.',
  'value-url-whole': 'Escribe solo la parte del enlace que va después de {start}.',
  'value-url-space': 'Un enlace no puede tener espacios. Escribe {suggestion} si van ahí.',
  'value-url-path': 'Con este valor el botón abriría otra parte del sitio distinta de la aprobada: quita «..» y «.».',
  'value-changes-host': 'Con este valor el botón abriría otro sitio distinto del aprobado, {host}.',
  'value-hidden': 'Hay un carácter oculto en este valor ({character}). Revisa lo que pegaste.',
  'json-not-object': 'Una plantilla debe ser un objeto JSON.',
  'json-wrong-type': '{path} debe ser {expected}, pero es {found}.',
  'json-wrong-value': '{path} debe ser uno de estos valores: {expected}.',
  'json-component-repeated': 'Hay más de un componente {type}; el de la posición {index} no se tiene en cuenta.',
  'json-component-unknown': 'El tipo de componente «{type}» de la posición {index} no se conoce, así que no se revisó.',
  'json-header-format': 'El formato de encabezado «{format}» no se conoce, así que no se revisó.',
  'json-sample-flat': 'Los ejemplos del cuerpo deben ser una lista dentro de otra lista.',
  'json-sample-style':
    'Los ejemplos no corresponden a las variables: {wanted, select, named {las variables con nombre necesitan ejemplos con nombre} other {las variables con número necesitan una lista de ejemplos}}.',
  'json-sample-extra':
    'Hay {samples} ejemplos para {variables, plural, one {# variable} other {# variables}}. {provider} podría rechazar la diferencia.',
  'json-handle-link':
    'El ejemplo del encabezado es un enlace. Para crear una plantilla, {provider} pide el identificador de un archivo subido.',

  'dialect-category':
    '{provider} no acepta plantillas de la categoría {category}. Hay que elegir una de estas: {allowed}.',
  'dialect-language': '{provider} no acepta plantillas en {language}. Hay que elegir otro idioma u otro remitente.',
  'dialect-header':
    '{provider} no acepta {kind, select, text {un encabezado de texto} image {una imagen de encabezado} video {un video de encabezado} document {un documento de encabezado} gif {una imagen animada de encabezado} location {una ubicación de encabezado} other {este encabezado}}. Hay que elegir otro encabezado, o ninguno.',
  'dialect-named': '{provider} acepta solo variables con número. Hay que poner números en lugar de los nombres.',
  'dialect-footer': '{provider} no acepta pie. Hay que vaciarlo.',
  'dialect-button':
    '{provider} no acepta el botón {n}: {kind, select, quick_reply {una respuesta rápida} url {un sitio web} phone {una llamada} copy_code {un código para copiar} otp {un código de un solo uso} other {un botón de este tipo}}. Hay que elegir otro tipo, o un botón menos.',
  'dialect-buttons-many':
    'Hay {count} botones; {provider} {max, plural, =0 {no acepta ninguno} one {acepta uno} other {acepta # como máximo}}.',
  'dialect-too-long':
    '{part, select, header {El encabezado} body {El cuerpo} footer {El pie} other {La etiqueta}} tiene {length} caracteres; {provider} acepta {max}.',
  'dialect-special': '{provider} no acepta plantillas con tarjetas. Hay que elegir otro remitente.',
  'name-kept': '{provider} rechazó {name} y no deja cambiarla. La próxima revisión necesita otro nombre.',
};

// Los ejemplos redactados de las reglas.
export const examples: Examples = {
  'Hi {{1}}, your order {{2}} is ready.': 'Hola {{1}}, tu pedido {{2}} está listo.',
  'Hi {{first_name}}, your order {{order_code}} is ready.': 'Hola {{first_name}}, tu pedido {{order_code}} está listo.',
  'Hi {{1}}, order {{2}} is ready.': 'Hola {{1}}, el pedido {{2}} está listo.',
  'Order update': 'Novedades de tu pedido',
  'Order {{1}}': 'Pedido {{1}}',
  'Reply STOP to opt out': 'Responde BAJA para no recibir más mensajes',
  'Yes · No · View order': 'Sí · No · Ver pedido',
  'View order': 'Ver pedido',
  'View order · Help': 'Ver pedido · Ayuda',
  '{{1}} is your verification code.': '{{1}} es tu código de verificación.',
  'Expiring offer!': '¡Oferta por poco tiempo!',
  'Main Street 1': 'Av. Corrientes 1234',
  'Main Street 1, Córdoba': 'Av. Corrientes 1234, Buenos Aires',
};
