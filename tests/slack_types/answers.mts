// What the bot answers to a delivery: @slack/types knows the blocks and views in it, this file the frame.
// Sources: https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands
// and https://docs.slack.dev/surfaces/modals#updating_response
import type { KnownBlock, ModalView } from '@slack/types';

export interface CommandAnswer {
  response_type: 'ephemeral' | 'in_channel';
  text: string;
  blocks?: KnownBlock[];
}

export type SubmissionAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update' | 'push'; view: ModalView }
  | { response_action: 'clear' };

// Clicks, shortcuts and events are answered with nothing; what they cause is a call of its own.
export type NoAnswer = never;
