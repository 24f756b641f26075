/** The gate of the warehouse: as soon as an engine runs, it hears that the warehouse is open, and so do all orders that wait. */
export function openWarehouse(engine) {
  let told;
  const tell = async () => {
    const running = engine.find();
    if (running === undefined) return;
    const name = `${running.pid} ${running.startedAt}`;
    if (name === told) return;
    const status = await engine.call('PUT', 'sync-events/warehouse-open?action=post', { eventkey: 'main' });
    if (status === 200) told = name;
  };
  let isTelling = false;
  setInterval(() => {
    if (isTelling) return;
    isTelling = true;
    void tell().finally(() => (isTelling = false));
  }, 250).unref();
}
