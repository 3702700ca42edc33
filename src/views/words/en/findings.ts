// What each rule of the rule book says to a person, in English. ICU messages; arguments are the finding's facts.
import type { RuleId } from '../../../domain/rules/catalogue.ts';

export const findings: Readonly<Record<RuleId, string>> = {
  'name-missing': 'Give the template a name.',
  'name-characters': 'The name may hold only lowercase letters a–z, digits and underscores. Try {suggestion}.',
  'name-too-long': 'The name has {length} characters; the limit is {max}.',
  'language-missing': 'Choose the language of the template.',
  'language-unknown':
    '“{language}” is not one of {provider}’s language codes. Use one from the list, for example {suggestion}.',
  'category-missing': 'Choose a category: MARKETING, UTILITY or AUTHENTICATION.',
  'category-unknown': '“{category}” is not a category. Use MARKETING, UTILITY or AUTHENTICATION.',
  'category-legacy':
    '{provider} no longer takes the category {category}. Use {suggestion}, or MARKETING if the text promotes anything.',
  'ttl-range': 'A time to live of {seconds} s is outside what {category} allows: {min} to {max} seconds.',
  'braces-broken': 'The braces of {written} at character {position} do not match. A variable has two on each side.',
  'placeholder-empty': 'The variable at character {position} is empty. Write a number or a name between the braces.',
  'placeholder-spaces': 'Remove the spaces inside the braces of {written} at character {position}.',
  'placeholder-number':
    '{written} at character {position} is not a valid number. Variables count from 1, without leading zeros.',
  'placeholder-characters':
    '{written} at character {position} has characters a variable cannot have. Use a number, or lowercase letters and underscores.',
  'placeholder-digits':
    'The name {variable} has a digit in it. {provider} may refuse that; letters and underscores are safe.',
  'braces-single':
    '{written} at character {position} is plain text to WhatsApp. If it is meant as a variable, use two braces on each side.',
  'variables-mixed':
    'Numbered and named variables are mixed ({number} and {name}). Use one kind in the whole template.',
  'variables-format':
    'The variable {variable} does not fit the template’s parameter format, {format, select, named {which is named} other {which is numbered}}.',
  'variables-gap': 'Variable {missing} is missing: numbers must run from 1 to {highest} without gaps.',
  'variables-order': 'Variable {variable} comes too early. Number the variables in the order they appear.',
  'variable-name-repeated': 'The name {variable} is used more than once. Give every variable its own name.',
  'variable-number-repeated':
    'Variable {variable} is used more than once. {provider} may refuse it; a number of its own for each place is safe.',
  'variables-adjacent': 'Variables {first} and {second} touch. Put words between them.',
  'variables-touching':
    'There is only a space between variables {first} and {second}. Words between them make approval safer.',
  'sample-missing': 'Give a sample value for variable {variable}. {provider}’s reviewers need it.',
  'sample-line-break': 'The sample for variable {variable} has a line break or a tab. Real values cannot have them.',
  'header-empty': 'The header has no text. Write it, or choose no header.',
  'header-too-long': 'The header has {length} characters, {over} over the limit of {max}.',
  'header-too-many-variables': 'The header has {count} variables; one is the limit.',
  'header-formatting':
    'The header cannot have formatting marks such as asterisks, underscores around words or backticks.',
  'header-line-break': 'The header must be a single line.',
  'header-emoji': '{provider} often refuses headers with emoji. Plain words are safe.',
  'header-media-missing':
    'Add a sample {format, select, image {image} video {video} document {document} other {file}} for the header. {provider}’s reviewers need it.',
  'header-media-link': 'The header’s sample must be a link that starts with https.',
  'header-media-private':
    '{host} can be reached from your own network only. Put the sample where anybody can open it, and paste that link.',
  'header-media-type':
    '{format, select, image {An image header} video {A video header} document {A document header} other {This header}} cannot show .{ending} files. It takes: {allowed}.',
  'header-location-category': 'A location header is not allowed in {category} templates.',
  'header-gif': 'GIF headers work only with WhatsApp’s marketing messages API, so Aval cannot send this template.',
  'body-missing': 'Write the body of the message.',
  'body-too-long': 'The body has {length} characters, {over} over the limit of {max}.',
  'body-variable-first': 'The body cannot begin with variable {variable}. Put a word before it.',
  'body-variable-last': 'The body cannot end with variable {variable}. Put a word or a full stop after it.',
  'body-variable-edge-markup':
    'Only formatting marks separate a variable from the edge of the body. {provider} may refuse that; put a word there.',
  'body-variable-edge-sign':
    'Only a punctuation mark separates {variable} from the edge of the body. {provider} has refused that before; put a word there.',
  'body-too-many-variables':
    '{variables, plural, one {# variable is} other {# variables are}} too many for {words, plural, one {# word} other {# words}} of text. Write at least {needed} words or use fewer variables.',
  'body-many-variables':
    'There is little text around the variables: {words, plural, one {# word} other {# words}} for {variables, plural, one {# variable} other {# variables}}. {needed} words or more are safer.',
  'body-line-breaks':
    'The body has three or more line breaks in a row. {provider} may refuse that; use at most one empty line.',
  'body-emoji-many': 'The body has {count} emoji. {provider} may refuse more than {max}.',
  'body-spaces':
    'The body has tabs or a long run of spaces. They look different on every phone; use line breaks instead.',
  'length-emoji':
    'The text fits, but if {provider} counts emoji twice it has {length} characters and the limit is {max}.',
  'wording-duplicate':
    'The template {name} already has this body and footer. {provider} refuses a copy; change the wording or use that one.',
  'footer-empty': 'The footer has no text. Write it or leave it out.',
  'footer-too-long': 'The footer has {length} characters, {over} over the limit of {max}.',
  'footer-variable': 'The footer cannot have variables.',
  'footer-formatting': 'Formatting marks in the footer are shown as they are. Use plain words.',
  'footer-line-break': 'Keep the footer to a single line; {provider} may refuse line breaks in it.',
  'buttons-too-many': 'There are {count} buttons; the limit is {max}.',
  'buttons-url-limit': 'There are {count} link buttons; the limit is {max}.',
  'buttons-phone-limit': 'There are {count} call buttons; only {max} is allowed.',
  'buttons-copy-code-limit': 'There are {count} copy-code buttons; only {max} is allowed.',
  'buttons-interleaved': 'Keep quick replies together: all before or all after the other buttons.',
  'buttons-desktop-many': 'With {count} buttons, WhatsApp on computers does not show this message; up to 3 are safe.',
  'buttons-desktop-mixed': 'WhatsApp on computers does not show quick replies mixed with other buttons.',
  'button-kind-missing': 'Choose what button {n} does.',
  'button-label-missing': 'Write the text of the button.',
  'button-label-too-long': 'The button’s text has {length} characters, {over} over the limit of {max}.',
  'button-label-variable': 'The text of a button cannot have variables.',
  'button-label-line-break': 'The text of a button must be a single line.',
  'button-label-emoji': '{provider} often refuses emoji in the text of a button. Plain words are safe.',
  'button-label-formatting': '{provider} often refuses formatting marks in the text of a button. Use plain words.',
  'footer-emoji': 'The footer cannot hold emoji.',
  'quick-reply-duplicate': 'Two quick replies say “{label}”. Each needs a text of its own.',
  'button-url-private':
    'Customers cannot open {host}: it is an address inside a network. Use one of the public internet.',
  'button-label-duplicate': 'Two buttons say “{label}”. Customers and {provider} should be able to tell them apart.',
  'json-flow': 'A flow button needs its flow. Add flow_id, flow_name or flow_json.',
  'button-url-encoded-variable':
    'The link holds an encoded variable, %7B%7B…%7D%7D, that nothing fills in. Write the braces as they are, or take it out.',
  'button-url-missing': 'Write the link this button opens.',
  'button-url-invalid': 'The link must be a whole web address that starts with https.',
  'button-url-too-long': 'The link has {length} characters; the limit is {max}.',
  'button-url-variables-many': 'The link has {count} variables; only one is allowed, at its end.',
  'button-url-variable-place': 'The variable must be the very end of the link.',
  'button-url-variable-name': 'The variable in a link is always number 1, here it is {variable}.',
  'button-url-sample-missing': 'Give a sample for the variable at the end of the link.',
  'button-url-sample-other': 'The sample leads somewhere else: it should begin with {start}.',
  'button-url-open-host':
    'The variable follows {start} directly, so a value could change the site. End the site’s name with a slash.',
  'button-url-http': 'The link is not encrypted. Use https, so that phones do not warn the customer.',
  'button-phone-missing': 'Write the phone number this button calls.',
  'button-phone-invalid': 'This is not a whole phone number. Write it with the country code, for example {example}.',
  'button-phone-too-long': 'The phone number has {length} characters; the limit is {max}.',
  'button-phone-zero':
    '{provider} drops the zero after the country code. Check that the number still works without it.',
  'button-copy-code-missing': 'Write the code this button copies, as a sample.',
  'button-copy-code-too-long': 'The code has {length} characters; the limit is {max}.',
  'otp-category': 'One-time code buttons belong to AUTHENTICATION templates; this one is {category}.',
  'auth-otp-missing': 'An AUTHENTICATION template needs a one-time code button.',
  'auth-otp-many': 'There are {count} one-time code buttons; only one is allowed.',
  'auth-button-kind': 'An AUTHENTICATION template can have only a one-time code button.',
  'json-otp-app':
    'A {kind, select, zero_tap {ZERO_TAP} other {ONE_TAP}} button needs the app that takes the code. Add supported_apps with package_name and signature_hash.',
  'json-otp-terms': 'A ZERO_TAP button needs zero_tap_terms_accepted to be true.',
  'auth-header': 'An AUTHENTICATION template cannot have a header.',
  'auth-footer': 'The footer of an AUTHENTICATION template is {provider}’s: set an expiry instead of writing one.',
  'auth-body':
    'The text of an AUTHENTICATION template is {provider}’s and has one variable, the code. Leave your own text out.',
  'auth-expiry-number':
    'Write the minutes until the code expires as a whole number from {min} to {max}, or leave it empty.',
  'auth-expiry': 'The code’s expiry is {minutes} minutes; it must be a whole number from {min} to {max}.',
  'auth-settings-category': 'Security advice and code expiry have no effect in {category} templates.',
  'carousel-category': 'A carousel must be MARKETING; this template is {category}.',
  'carousel-cards': 'The carousel has {count, plural, one {# card} other {# cards}}; it needs {min} to {max}.',
  'carousel-structure':
    'All cards of a carousel must be alike: same kind of header, same buttons, all or none with text.',
  'carousel-header': 'Card {card} needs an image or video header.',
  'carousel-body-too-long': 'The text of card {card} has {length} characters, {over} over the limit of {max}.',
  'carousel-buttons': 'Card {card} has too many buttons; the limit is {max}.',
  'offer-category': 'A limited-time offer must be MARKETING; this template is {category}.',
  'offer-body-too-long':
    'With a limited-time offer the body may have {max} characters; it has {length}, {over} too many.',
  'offer-footer': 'A template with a limited-time offer cannot have a footer.',
  'offer-header': 'With a limited-time offer the header must be an image or a video.',
  'offer-text-missing': 'Write the text of the limited-time offer.',
  'offer-text-too-long': 'The text of the limited-time offer has {length} characters; the limit is {max}.',
  'offer-code-too-long': 'In a limited-time offer the code may have {max} characters; it has {length}.',
  'link-whatsapp': '{provider} often refuses links to WhatsApp itself ({host}). Link to your own site.',
  'link-shortened':
    '{provider} often refuses shortened links ({host}). Use your own domain, so that people see where they go.',
  'link-raw-ip': 'The link leads to an address without a name ({host}). Use your own domain.',
  'link-misleading': 'Look at this link closely: its real site is {host}, which may not be what it seems.',
  'marketing-wording':
    '“{word}” reads like an offer. {provider} may move this UTILITY template to MARKETING, which costs more.',
  'sensitive-data':
    'The text seems to ask for private data (“{word}”). {provider} forbids asking for full numbers; the last four digits are fine.',
  'characters-invisible': 'There is an invisible character here ({character}). Type the text again without it.',
  'characters-direction':
    'A hidden character ({character}) turns the reading direction around, so the text may not be what it seems.',
  'characters-lookalike': 'The word “{word}” mixes alphabets: some letters only look like the usual ones.',
  'value-missing': 'Fill this in. WhatsApp does not send empty values.',
  'value-line-break': 'This value cannot have line breaks or tabs. Put it on one line.',
  'value-spaces': 'This value has more than four spaces in a row. Leave one.',
  'value-too-long': 'This value has {length} characters; the limit is {max}.',
  'value-body-too-long': 'With these values the message has {length} characters; the limit is {max}. Shorten this one.',
  'value-header-long':
    'With this value the header has {length} characters; over {max} {provider} may refuse the message.',
  'value-link': 'Write a link that starts with https and that anybody can open, without user name or password.',
  'value-latitude': 'The latitude is a number from −90 to 90, with a decimal point.',
  'value-longitude': 'The longitude is a number from −180 to 180, with a decimal point.',
  'value-url-whole': 'Write only the part of the link that comes after {start}.',
  'value-url-space': 'A link cannot hold spaces. Write {suggestion} if they belong there.',
  'value-url-path':
    'With this value the button would open another part of the site than the approved one: leave out “..” and “.”.',
  'value-changes-host': 'With this value the button would open another site than the approved one, {host}.',
  'value-hidden': 'There is a hidden character in this value ({character}). Check what you pasted.',
  'json-not-object': 'A template must be a JSON object.',
  'json-wrong-type': '{path} must be {expected}, but it is {found}.',
  'json-wrong-value': '{path} must be one of: {expected}.',
  'json-component-repeated': 'There is more than one {type} component; the one at position {index} is left out.',
  'json-component-unknown': 'The component type “{type}” at position {index} is unknown here, so it was not checked.',
  'json-header-format': 'The header format “{format}” is unknown here, so it was not checked.',
  'json-sample-flat': 'The samples of the body must be a list inside a list.',
  'json-sample-style':
    'The samples do not fit the variables: {wanted, select, named {named variables need named samples} other {numbered variables need samples in a list}}.',
  'json-sample-extra':
    'There are {samples} samples for {variables, plural, one {# variable} other {# variables}}. {provider} may refuse the difference.',
  'json-handle-link':
    'The header’s sample is a link. To create a template, {provider} wants the handle of an uploaded file.',

  'dialect-category': '{provider} does not take templates of the category {category}. Choose one of: {allowed}.',
  'dialect-language': '{provider} does not take templates in {language}. Choose another language or another sender.',
  'dialect-header':
    '{provider} does not take {kind, select, text {a text header} image {an image as header} video {a video as header} document {a document as header} gif {a moving picture as header} location {a location as header} other {this header}}. Choose another header, or none.',
  'dialect-named': '{provider} takes numbered variables only. Write numbers in place of the names.',
  'dialect-footer': '{provider} takes no footer. Empty it.',
  'dialect-button':
    '{provider} does not take button {n}: {kind, select, quick_reply {a quick reply} url {a website} phone {a phone call} copy_code {a code to copy} otp {a one-time code} other {a button of this kind}}. Choose another kind, or one button less.',
  'dialect-buttons-many':
    'There are {count} buttons; {provider} takes {max, plural, =0 {none} one {one} other {# at most}}.',
  'dialect-too-long':
    'The {part, select, header {header} body {body} footer {footer} other {label}} has {length} characters; {provider} takes {max}.',
  'dialect-special': '{provider} does not take templates with cards. Choose another sender.',
  'name-kept': '{provider} refused {name} and does not let it be changed. The next revision needs another name.',
};

// The worded examples of the rules. What is the same in every language (links, codes, numbers) is not here.
export const examples = {
  'Hi {{1}}, your order {{2}} is ready.': 'Hi {{1}}, your order {{2}} is ready.',
  'Hi {{first_name}}, your order {{order_code}} is ready.': 'Hi {{first_name}}, your order {{order_code}} is ready.',
  'Hi {{1}}, order {{2}} is ready.': 'Hi {{1}}, order {{2}} is ready.',
  'Order update': 'Order update',
  'Order {{1}}': 'Order {{1}}',
  'Reply STOP to opt out': 'Reply STOP to opt out',
  'Yes · No · View order': 'Yes · No · View order',
  'View order': 'View order',
  'View order · Help': 'View order · Help',
  '{{1}} is your verification code.': '{{1}} is your verification code.',
  'Expiring offer!': 'Expiring offer!',
  'Main Street 1': 'Main Street 1',
  'Main Street 1, Córdoba': 'Main Street 1, Córdoba',
} as const;
