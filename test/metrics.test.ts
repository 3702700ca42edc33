// What Prometheus is told.
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../src/metrics.ts';

const quiet = async () => ({ waiting: 0, oldestAgeMs: 0, buried: 0 });

describe('the metrics', () => {
  it('count what happened, in the text Prometheus reads', async () => {
    const metrics = createMetrics(async () => ({ waiting: 7, oldestAgeMs: 1_500, buried: 2 }));

    metrics.command('template propose');
    metrics.command('template propose');
    metrics.decision('approve');
    metrics.send('delivered');
    metrics.webhookEvent('meta', 'review');
    metrics.acked('slack', 0.02);
    metrics.answered('/slack/events', 200, 0.004);
    const text = await metrics.text();

    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'aval_commands_total{command="template propose"} 2',
        'aval_decisions_total{verdict="approve"} 1',
        'aval_sends_total{state="delivered"} 1',
        'aval_webhook_events_total{provider="meta",kind="review"} 1',
        'aval_ack_seconds_bucket{le="0.025",platform="slack"} 1',
        'aval_ack_seconds_bucket{le="0.01",platform="slack"} 0',
        'aval_http_request_seconds_count{route="/slack/events",status="2xx"} 1',
        'aval_outbox_depth 7',
        'aval_outbox_oldest_seconds 1.5',
        'aval_outbox_buried 2',
      ]),
    );
    expect(metrics.contentType).toContain('text/plain');
  });

  it('show what waits and what was given up by place, and statuses of messages nobody knows', async () => {
    let stuck = [
      { state: 'waiting', place: 'slack:C1', count: 2 },
      { state: 'waiting', place: 'slack:C1', count: 1 },
      { state: 'buried', place: '', count: 4 },
    ];
    const metrics = createMetrics(async () => ({ ...(await quiet()), stuck, orphans: { waiting: 5, dropped: 6 } }));

    const before = await metrics.text();
    stuck = [];
    const after = await metrics.text();

    expect(before).toContain('aval_outbox_stuck{state="waiting",place="slack:C1"} 3\n');
    expect(before).toContain('aval_outbox_stuck{state="buried",place=""} 4\n');
    expect(before).toContain('aval_orphaned_statuses{state="waiting"} 5\n');
    expect(before).toContain('aval_orphaned_statuses{state="dropped"} 6\n');
    expect(after).not.toContain('slack:C1');
  });

  it('ask the queue at each scrape', async () => {
    let waiting = 1;
    const metrics = createMetrics(async () => ({ ...(await quiet()), waiting }));

    await metrics.text();
    waiting = 4;

    expect(await metrics.text()).toContain('aval_outbox_depth 4');
  });

  it('still come when the database does not answer', async () => {
    const metrics = createMetrics(() => Promise.reject(new Error('down')));
    metrics.decision('reject');

    const text = await metrics.text();

    expect(text).toContain('aval_decisions_total{verdict="reject"} 1');
    expect(text).toContain('aval_outbox_depth Nan');
  });

  it('stay bounded, whatever labels come from outside', async () => {
    const metrics = createMetrics(quiet);

    for (let n = 0; n < 1_000; n += 1) metrics.command(`guess ${n}`);
    const series = (await metrics.text()).split('\n').filter((line) => line.startsWith('aval_commands_total{'));

    expect(series).toHaveLength(41);
    expect(series.at(-1)).toBe('aval_commands_total{command="other"} 960');
  });

  it('keep what one adapter counts apart from what another one does', async () => {
    const metrics = createMetrics(quiet);

    for (let n = 0; n < 1_000; n += 1) metrics.counted('provider_calls', { call: `call ${n}` });
    metrics.counted('teams_refused', { why: 'tenant' });

    expect(await metrics.text()).toContain('aval_adapter_total{what="teams_refused",detail="tenant"} 1');
  });

  it('are separate for each server', async () => {
    createMetrics(quiet).decision('approve');

    expect(await createMetrics(quiet).text()).not.toContain('verdict="approve"');
  });
});
