// The guided path for a team that set its language to Spanish: the page, the cards, the examples and the answers.
import { expect, test } from 'vitest';
import { startChromium } from '../support/console/chromium.ts';
import { sendExample, useExample } from '../support/console/journeys.ts';
import { visit } from '../support/console/visitor.ts';
import { installRehearsal } from '../support/process/real-aval.ts';

const NAME = 'pedido_listo_retiro';
/** Words that no Spanish page has. */
const ENGLISH = /(?<![\w/-])(?:the|your|and|with|of|is|for|approved|customer|message|reply|done|sent)(?![\w-])/gi;

test('from the first step to the customer’s answer there is no English on the page', async () => {
  const installation = await installRehearsal();
  installation.configure('policy: { language: es }');
  const [chromium, aval] = await Promise.all([startChromium(), installation.start()]);
  const options = { viewport: { width: 375, height: 740 }, locale: 'es-AR' };
  const you = await visit(chromium, aval.ready[1] ?? '', 'es', options);
  const seen: string[] = [];
  const look = async (name: string) => {
    await you.shot(name);
    seen.push(...(await you.page.locator('#top, #guide, #rail, #main, #dialog').allTextContents()));
  };
  try {
    await look('start');
    await you.page.click('#guide-go');
    await you.until('#open-form');
    await you.fill({ name: 'Pedido Listo', language: 'Español (Argentina)' });
    await you.send();
    await you.until('#fault-name');
    await look('form-faults');
    await useExample(you);
    await you.fill({ name: NAME });
    await look('form-example');
    await you.send();
    await you.until('[id="field-sample.body.1"]');
    await useExample(you);
    await look('form-samples');
    await you.send();
    await you.until('#wrap-preview >> text=Hola Ana, tu pedido A-1042');
    await look('form-check');
    await you.send();
    await you.until('#dialog-done');
    await look('proposed');
    await you.finish();

    await you.press(NAME, 'approve');
    await you.isTold('rol aprobador', 'refused');
    await you.page.click('#guide-go');
    await you.until('#as-andres[aria-current]');
    await you.press(NAME, 'approve');
    await you.press(NAME, 'enable_template');
    await you.card(NAME).filter({ hasText: 'Lista para enviar' }).waitFor();
    await you.openThread(NAME);
    await look('thread');

    await you.page.click('#guide-go');
    await you.until('#as-lucia[aria-current]');
    await you.back();
    await you.ask('/send-active 1155551234', 'le falta el código de país');
    await sendExample(you, '+5491155551234');
    await you.until('.step-now >> text=Responder');
    await look('sent');
    await you.page.click('#guide-go');
    await you.page.click('#phone .bubble-in form button >> text=Paso hoy');
    await you.until('#guide >> text=Ese es el camino completo');
    await you.shot('phone');
    await you.lookAt('conversation');
    await you.page.click('#guide-go');
    await you.until('#feed >> text=Pulsó: Paso hoy');
    await look('answer');
    await you.back();
    await you.say('/send-active status 1');
    await you.notice().filter({ hasText: 'Lucía lo envió' }).waitFor();
    await look('story');

    expect(seen.flatMap((text) => text.match(ENGLISH) ?? [])).toEqual([]);
    expect(seen.join(' ')).not.toContain('m..'); // a time of day such as “9:05 a. m.” at the end of a sentence
    expect(chromium.complaints()).toEqual([]);
  } catch (error) {
    await you.shot('failed');
    throw error;
  } finally {
    await chromium.close();
    await aval.end('SIGTERM');
    installation.remove();
  }
});
