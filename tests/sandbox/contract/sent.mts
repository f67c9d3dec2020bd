// What Slack sends to an app, in the types that Slack publishes: @slack/bolt knows the payloads, @slack/types the
// events, @slack/web-api the answers. Where those types are wider than what Slack's documents show, they are made
// narrower here; where they leave out what the documents show, it is added, with the page that shows it.
import type {
  BasicElementAction,
  BlockAction,
  BlockElementAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewOutput,
  ViewStateValue,
  ViewSubmitAction,
} from '@slack/bolt';
import type {
  AppHomeOpenedEvent,
  FileShareMessageEvent,
  GenericMessageEvent,
  KnownBlock,
  MessageChangedEvent,
  MessageDeletedEvent,
  ThreadBroadcastMessageEvent,
  UserChangeEvent,
} from '@slack/types';
import type * as api from '@slack/web-api';

// Types that let any further key through are read as if they did not.
type Known<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };
type With<T, More> = Omit<Known<T>, keyof More> & More;
type Always<T, Names extends keyof T> = T & { [K in Names]-?: NonNullable<T[K]> };

// A workspace outside Enterprise Grid says so with null: https://docs.slack.dev/reference/interaction-payloads
interface NoEnterprise {
  enterprise: null;
  is_enterprise_install: false;
}
interface Team {
  team: { id: string; domain: string };
}
// The documents' examples name a person thrice; the types leave `username` out.
interface Clicker {
  user: { id: string; username: string; name: string; team_id: string };
}
// The types of answers are made from recordings: their blocks are every block at once, so a real block stands for it.
export type Answer<T> = T extends string
  ? string extends T
    ? string
    : `${T}`
  : T extends (infer One)[]
    ? Answer<One>[]
    : T extends object
      ? { [K in keyof T]: K extends 'blocks' ? KnownBlock[] : K extends 'root' ? Root : Answer<T[K]> }
      : T;
type History = NonNullable<api.ConversationsHistoryResponse['messages']>[number];
type Thread = 'thread_ts' | 'reply_count' | 'reply_users' | 'reply_users_count' | 'latest_reply';
type Written = { type: 'message'; ts: string; text: string; user: string };
// The recordings' own root was an app's, without a user; the event's type has one.
type Root = Written & Pick<Required<NonNullable<History['root']>>, Thread> & { bot_id?: string };
type Message = Omit<Answer<History>, keyof Written> & Written;
interface Place {
  channel: { id: string; name: string };
}

// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
// The types know no moment, no number, no address; they are sent as the other fields are.
type Action =
  | BlockElementAction
  | (BasicElementAction<'datetimepicker'> & { selected_date_time: number | null })
  | (BasicElementAction<'number_input' | 'email_text_input' | 'url_text_input'> & { value: string | null });
// https://docs.slack.dev/reference/views: `submit_disabled` is a key of modals.
export type SentView = ViewOutput & { blocks: KnownBlock[]; submit_disabled?: boolean };
type Click = NoEnterprise & Team & Clicker & { actions: [Action] };
type State = { state: { values: Record<string, Record<string, ViewStateValue>> } };
export type ViewClick = Omit<
  With<BlockAction, Click & { view: SentView; container: { type: 'view'; view_id: string } }>,
  'response_url' | 'channel' | 'message' | 'state' // of messages alone
>;
export type MessageClick = With<
  Omit<BlockAction, 'view'>,
  Click &
    State &
    Place & {
      message: Message;
      container: { type: 'message'; message_ts: string; channel_id: string; is_ephemeral: boolean; thread_ts?: string };
    }
>;
export type Submission = With<ViewSubmitAction, NoEnterprise & Team & Clicker & { view: SentView; response_urls: [] }>;
export type Closed = With<ViewClosedAction, NoEnterprise & Team & Clicker & { view: SentView }>;
// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
export type Shortcut = With<GlobalShortcut, NoEnterprise & Team>;
export type MessageAction = With<MessageShortcut, NoEnterprise & Team & Clicker & Place & { message: Message }>;
// https://docs.slack.dev/interactivity/implementing-slash-commands: a form knows no false, only its word.
export type Command = With<SlashCommand, { is_enterprise_install: 'false' }>;

// https://docs.slack.dev/apis/events-api: `event_context` is in every example, and in no type.
type Event<T> = Always<With<EnvelopedEvent, { event: T; event_context: string }>, 'authorizations'>;
// What an app wrote carries its ids; a message that is only a part of an event does not say where it stands.
interface ByApp {
  app_id?: string;
}
type Plain<T extends { subtype: unknown }> = Omit<T, 'subtype'> & { subtype?: never };
type Changed<T> = Omit<T, 'message' | 'previous_message'> & { previous_message: Message };
export type Said = Event<Plain<GenericMessageEvent> & ByApp>;
export type Shared = Event<FileShareMessageEvent & { team?: string }>;
// An app's own message has no `client_msg_id`, and its root is told as histories tell it.
export type Broadcast = Event<
  Omit<ThreadBroadcastMessageEvent, 'client_msg_id' | 'root'> & ByApp & { root: Root; bot_id?: string; team: string }
>;
export type Edited = Event<Changed<MessageChangedEvent> & { message: Message }>;
export type Deleted = Event<Changed<MessageDeletedEvent>>;
export type HomeOpened = Event<Omit<AppHomeOpenedEvent, 'view'> & { tab: 'home' | 'messages'; view?: SentView }>;
export type PersonChanged = Event<UserChangeEvent>;

// https://docs.slack.dev/apis/events-api/using-socket-mode; no package publishes a type of these.
interface Envelope<Kind, Payload> {
  type: Kind;
  envelope_id: string;
  payload: Payload;
  accepts_response_payload: boolean;
}
export type CommandEnvelope = Envelope<'slash_commands', object>;
export type InteractiveEnvelope = Envelope<'interactive', object>;
export type EventEnvelope = Envelope<'events_api', object> & { retry_attempt: number; retry_reason: string };
export interface Hello {
  type: 'hello';
  num_connections: number;
  connection_info: { app_id: string };
  debug_info: { host: string; build_number: number; approximate_connection_time: number };
}
export interface Disconnect {
  type: 'disconnect';
  reason: 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';
  debug_info: { host: string };
}

// What the Web API answers: every key of the published types is optional, so those that Slack's examples always show
// are named here, and asked for.
type Ok<T, More = unknown> = Omit<Answer<T>, keyof More | 'ok'> & { ok: true } & More;
type Page = { response_metadata: { next_cursor: string } };
type Account = Omit<UserChangeEvent['user'], 'locale' | 'profile' | 'is_stranger'> & {
  profile: Omit<UserChangeEvent['user']['profile'], 'fields'> & { api_app_id?: string; bot_id?: string };
};
type InfoChannel = NonNullable<api.ConversationsInfoResponse['channel']>;
type ListChannel = NonNullable<api.UsersConversationsResponse['channels']>[number];
type OpenChannel = NonNullable<api.ConversationsOpenResponse['channel']>;
type EveryChannel = 'id' | 'created' | 'is_archived' | 'is_im' | 'is_org_shared' | 'context_team_id' | 'updated';
type NamedChannel =
  | EveryChannel
  | ('name' | 'name_normalized' | 'is_channel' | 'is_group' | 'is_mpim' | 'is_private' | 'is_general' | 'is_shared')
  | ('is_ext_shared' | 'is_pending_ext_shared' | 'pending_shared' | 'shared_team_ids' | 'previous_names' | 'unlinked')
  | ('topic' | 'purpose' | 'creator');
type Direct = { is_im: true; user: string };
type Shown = { view: SentView };
type Update = NonNullable<api.ChatUpdateResponse['message']>;

export interface Answers {
  'apps.connections.open': Ok<api.AppsConnectionsOpenResponse, { url: string }>;
  'auth.test': Always<
    Ok<api.AuthTestResponse>,
    'url' | 'team' | 'user' | 'team_id' | 'user_id' | 'bot_id' | 'is_enterprise_install'
  >;
  'bots.info': Ok<
    api.BotsInfoResponse,
    { bot: Always<NonNullable<api.BotsInfoResponse['bot']>, 'id' | 'deleted' | 'name' | 'updated' | 'app_id' | 'user_id' | 'icons'> }
  >;
  'users.info': Ok<api.UsersInfoResponse, { user: Account & { is_stranger?: true } }>;
  'users.list': Ok<api.UsersListResponse, Page & { members: Account[]; cache_ts: number }>;
  'dnd.info': Always<Ok<api.DndInfoResponse>, 'dnd_enabled' | 'next_dnd_start_ts' | 'next_dnd_end_ts'>;
  'conversations.info': Ok<
    api.ConversationsInfoResponse,
    {
      channel:
        | (Always<InfoChannel, NamedChannel | 'is_member'> & { is_im: false })
        // https://docs.slack.dev/reference/methods/conversations.info: the example of a direct message names its person.
        | (Always<InfoChannel, EveryChannel | 'is_open' | 'last_read'> & Direct);
    }
  >;
  'conversations.members': Ok<api.ConversationsMembersResponse, Page & { members: string[] }>;
  'conversations.open': Ok<
    api.ConversationsOpenResponse,
    { channel: { id: string } | (Always<OpenChannel, EveryChannel | 'is_open' | 'last_read'> & Direct) }
  >;
  'conversations.history': Ok<api.ConversationsHistoryResponse, Page & { messages: Message[]; has_more: boolean }>;
  'conversations.replies': Ok<api.ConversationsRepliesResponse, Page & { messages: Message[]; has_more: boolean }>;
  'users.conversations': Ok<api.UsersConversationsResponse, Page & { channels: Always<ListChannel, NamedChannel>[] }>;
  'chat.postMessage': Ok<api.ChatPostMessageResponse, { channel: string; ts: string; message: Message }>;
  'chat.postEphemeral': Ok<api.ChatPostEphemeralResponse, { message_ts: string }>;
  'chat.update': Ok<
    api.ChatUpdateResponse,
    { channel: string; ts: string; text: string; message: Always<Answer<Update>, 'type' | 'text' | 'user'> }
  >;
  'chat.delete': Ok<api.ChatDeleteResponse, { channel: string; ts: string }>;
  'views.open': Ok<api.ViewsOpenResponse, Shown>;
  'views.push': Ok<api.ViewsPushResponse, Shown>;
  'views.update': Ok<api.ViewsUpdateResponse, Shown>;
  'views.publish': Ok<api.ViewsPublishResponse, Shown>;
}
export type Refused<T> = Omit<T, 'ok' | 'error'> & { ok: false; error: string };
// To a name that no package knows Slack says the name back.
export type Unknown = Refused<api.WebAPICallResult> & { req_method: string };
