// Slack's own framework for Node, as an app of the practice workspace: a command opens a form, the form is thanked for,
// and the home is drawn when it is looked at. Told where the workspace is by its environment; ends with its input.
import bolt from '@slack/bolt';

const { API_URL: slackApiUrl, BOT_TOKEN: token, APP_TOKEN: appToken } = process.env;
const plain = (text) => ({ type: 'plain_text', text });
const app = new bolt.App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl }, logLevel: bolt.LogLevel.ERROR });
const field = { type: 'input', block_id: 'name', label: plain('Name'), element: { type: 'plain_text_input', action_id: 'name' } };
const button = { type: 'actions', elements: [{ type: 'button', action_id: 'press', text: plain('Press') }] };

app.command('/lead', async ({ ack, body, client }) => {
  await ack();
  const view = { type: 'modal', callback_id: 'met', title: plain('Met'), submit: plain('Send'), blocks: [field] };
  await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view('met', async ({ ack, body, view, client }) => {
  await ack();
  const name = view.state.values.name.name.value;
  await client.chat.postMessage({ channel: body.user.id, text: `Thank you, ${name}.`, blocks: [button] });
});
app.action('press', async ({ ack, respond }) => {
  await ack();
  await respond({ text: 'Pressed.', replace_original: true });
});
app.event('app_home_opened', async ({ event, client }) => {
  const blocks = [{ type: 'section', text: plain('Drawn by Node') }];
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
await app.start();
