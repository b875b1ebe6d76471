/** Where a deal stands, as far as conversation goes. */
export type Band = 'early' | 'middle' | 'late'

/** 0 cold … 3 warm. */
export type Tone = 0 | 1 | 2 | 3

type ByTone = readonly [readonly string[], readonly string[], readonly string[], readonly string[]]

/** What buyers write. `{…}` is filled in from the deal. */
export const EMAILS_IN: Readonly<Record<Band, ByTone>> = {
  early: [
    [
      'We are not looking at {thing} this year after all. Please do not send more material for now.',
      'Your figures do not match what {colleague} measured on {site}. I doubt that this is for us.',
      'We had trouble with wireless kit before and I would need a very good reason to try again.',
    ],
    [
      'Thanks for the data sheets. I have passed them on, but nobody has had time to read them yet.',
      'Before we talk again I need to know what this costs for {site} alone.',
      'It is on the list, somewhere behind the shutdown planning. Ask me again in a few weeks.',
    ],
    [
      'The application note was useful. Could you say how the {thing} cope with wash-down?',
      'I have asked {colleague} to join next time, since {site} is theirs.',
      'Attached are the drawings of {site}. The points we care about are marked in red.',
    ],
    [
      'This is exactly what we have been missing on {site}. When can somebody come and look?',
      'I showed your note to {colleague} and we would both like to see it running. Any day next week works.',
      'Two stops on {site} this month, both would have been seen coming. Let us move on with this.',
    ],
  ],
  middle: [
    [
      'The gateway lost contact again over the weekend. {colleague} wants it off the wall by Friday.',
      'Three false alarms in one night shift. People have started to ignore the phone.',
      'I have to be honest: the trial has cost us more time than it has saved.',
    ],
    [
      'We have not got round to mounting the last {n} points. The fitters are tied up until the shutdown.',
      'The readings look plausible, but {colleague} asks what we gain over the hand-held rounds.',
      'Can the trial run four weeks longer? We have seen too little of it at full load.',
    ],
    [
      'First two weeks of data attached. The trend on {site} is what we expected, which is good news.',
      'Installation went well. Could you send the mapping for our control system?',
      '{colleague} would like read access to the dashboard. Can you set that up?',
    ],
    [
      'It caught a loose coupling on {site} last night, before anybody heard it. The shift lead is convinced.',
      'The board liked the pilot numbers. What do you need from us for the full quote?',
      'We found two faults in ten days. I would rather not hand the {thing} back.',
    ],
  ],
  late: [
    [
      'Your quote is well above the other one on my desk. At this level I cannot take it to {colleague}.',
      'The project has been put on hold until the new budget. I am sorry, it was not my decision.',
      'Legal will not accept the liability clause and I see no way round it.',
    ],
    [
      'We are still comparing. Payment terms are the point where you are behind.',
      'Spare-part lead time is the open point for us; can you commit to ten days?',
      'I need a version without the gateways, {colleague} wants to see what they cost on their own.',
    ],
    [
      'Thanks for the revised quote. Purchasing has it now, and I expect questions about the service part.',
      'Could you confirm that the price holds until the end of the quarter?',
      '{colleague} has two small changes to the contract, marked in the attached file.',
    ],
    [
      'Approved on our side. Please send the order form with {n} points as discussed.',
      'The contract is with {colleague} for signature. Thank you for sorting out the freight terms so quickly.',
      'We would like delivery before the shutdown. If you can confirm that, we are done.',
    ],
  ],
}

export const EMAILS_OUT: Readonly<Record<Band, readonly string[]>> = {
  early: [
    'Thank you for your time. As promised, the data sheet of the {thing} and a reference from a plant much like yours.',
    'A short note on what monitoring {site} would involve: mounting, radio range, and who gets the alarms.',
    'Would Tuesday or Thursday morning suit for a walk round {site}? An hour is enough.',
    'Here are the three questions I would ask before choosing any {thing}, ours included.',
    'I spoke with our engineers about {site}: about {n} points should be enough to start with.',
    'As you asked: what other plants saved in their first year, with the numbers behind it.',
    'Would it help if {colleague} joined our next talk? There are a few questions on power and mounting.',
  ],
  middle: [
    'The trial kit left us today. Mounting takes about ten minutes a point; the sheet shows the torque.',
    'Weekly summary attached: {n} points online, two alarms, both explained.',
    'I have asked our engineer to look at the gaps in the data from {site}. You will hear from us tomorrow.',
    'Could we sit down with {colleague} to go through the pilot report line by line?',
    'The new firmware is on the gateway. Please tell me if the gaps on {site} are gone.',
    'Attached: thresholds as we set them on the phone, and who is told when one is passed.',
    'Half of the trial is over. Shall we agree now on what would make it a success for you?',
  ],
  late: [
    'Please find the revised quote. The gateways are now listed separately, as you asked.',
    'I have put delivery times and the service terms on one page, so that {colleague} need not search for them.',
    'The answer from our logistics: ten working days for spare parts, confirmed in the contract.',
    'Is there anything left that keeps the order from going out this month?',
    'Attached is the contract with the two clauses reworded. Legal on our side has agreed.',
    'I have reserved {n} units for you until the end of the month.',
    'A short summary of what we agreed on {site}, so that everybody works from the same page.',
    'Here is the payment plan in two parts. Please pass it on to {colleague}.',
  ],
}

/** What a seller notes after a call. */
export const CALLS: Readonly<Record<Band, ByTone>> = {
  early: [
    [
      '{contact} says there is no need now. The hand-held rounds are good enough for them.',
      'Short and cool. They tried a similar system three years ago and took it down again.',
    ],
    [
      '{contact} is interested but has no time before the shutdown. Budget not clear.',
      'Asked about prices only. Could not get them to say what a stop on {site} costs.',
    ],
    [
      'Talked through {site}: about {n} points, most within radio range. {contact} will send drawings.',
      '{contact} explained how faults are found today. They lose about a shift a month.',
    ],
    [
      '{contact} wants to go ahead quickly after the last stop on {site}. Agreed a visit.',
      'Very open talk. {contact} has already told {colleague} about us.',
    ],
  ],
  middle: [
    [
      '{contact} is annoyed about the false alarms and will not extend the trial as it is.',
      'The pilot has no friend on the shop floor. {contact} hardly looks at it.',
    ],
    [
      'Pilot is running late: {n} points still not mounted. {contact} asks for more time.',
      '{contact} finds the dashboard slow on the plant network. Took it down for engineering.',
    ],
    [
      'Went through the first report. {contact} asked good questions about thresholds.',
      'Helped {contact} to set alarms for {site}. Next look at the data in two weeks.',
    ],
    [
      'Went through the pilot report line by line. {contact} wants alarms on the night shift’s phones.',
      '{contact} reports a fault found before failure. They want to talk about all lines now.',
    ],
  ],
  late: [
    [
      '{contact} says we are too expensive and the decision is as good as made.',
      'Budget frozen until next year. {contact} sounded relieved to have an excuse.',
    ],
    [
      'Price objection still open. {contact} compares us with a quote without gateways.',
      'Legal review has stalled, {contact} could not say who has the file.',
    ],
    [
      '{contact} confirmed that purchasing has what it needs. Two questions about service.',
      'Agreed on payment in two parts. {contact} takes it to {colleague}.',
    ],
    [
      '{contact} has the release and only waits for the signature of {colleague}.',
      'All points settled, delivery before the shutdown confirmed. {contact} sends the order.',
    ],
  ],
}

export const MEETINGS: Readonly<Record<Band, ByTone>> = {
  early: [
    [
      'First visit. {contact} left after twenty minutes and {colleague} had not been told why we came.',
      'They listened, but {site} will be replaced in two years and nobody wants to invest in it.',
    ],
    [
      'Walked round {site}. Interest is there, an owner for the project is not.',
      'Presented to {contact} and {colleague}. Many questions about radio, few about faults.',
    ],
    [
      'Site walk with {contact}: counted {n} points, took photos of the difficult ones.',
      'Workshop on failure modes. {contact} knows the machines well and likes the approach.',
    ],
    [
      'Excellent visit. {contact} asked for a pilot on {site} before we could propose it.',
      'Met {contact} and {colleague} together. They agree on the need and on the next step.',
    ],
  ],
  middle: [
    [
      'Pilot review went badly: data gaps over two weekends, and {colleague} was not amused.',
      'Nobody from production came to the review. {contact} could not say why.',
    ],
    [
      'Half the points are up. {contact} wants to see a full month before judging.',
      'Review of the pilot. Useful data, but {colleague} questions the payback.',
    ],
    [
      'Mounted the last points together with {contact}. The plant network needed a new rule, solved on site.',
      'Trained the shift leads on the dashboard. They use it, {contact} says, every morning.',
    ],
    [
      '{contact} signed off the pilot. Two bearing faults found before failure; the third alarm was a loose mount.',
      'Pilot review with {contact} and {colleague}. They want the same for {n} more machines.',
    ],
  ],
  late: [
    [
      'Difficult talk with {colleague}: wants a third off the price or no deal.',
      'They showed us the other offer. We are slower to deliver and {contact} made that plain.',
    ],
    [
      'Went through the quote. {colleague} from the other side of the table wants terms we do not usually give.',
      'Contract meeting without a result, liability stays open.',
    ],
    [
      'Contract talk. Three clauses open, all small. {contact} drafts the wording.',
      'Agreed on scope and delivery in two steps. Purchasing was in the room.',
    ],
    [
      'Final terms settled with {contact} and {colleague}. They plan the roll-out with us already.',
      'Handshake on price. {contact} asked for the kick-off date.',
    ],
  ],
}

export const NO_ANSWER = [
  'No answer, left a message.',
  'Rang through to the switchboard, {contact} is travelling.',
  'Tried twice, no reply. Will write instead.',
  'Out of office until Monday.',
]

export const NOTES: Readonly<Record<Band, readonly string[]>> = {
  early: [
    'Their maintenance budget is decided in autumn; find out who holds it.',
    'Ask {colleague} about the planned shutdown before proposing dates.',
    '{site} has thick walls. Bring the range tester.',
  ],
  middle: [
    'Remember the −30 °C probes for the cold end.',
    'Drawings of {site} are from before the rebuild. Check on site.',
    'Keep the pilot report to two pages: {colleague} reads it on the phone.',
  ],
  late: [
    'Freight terms: they pay on delivery, not on dispatch.',
    'Quote valid to the end of the quarter. Put it in the reminder.',
    'Service contract can wait for year two if the price gets tight.',
  ],
}

export const SUBJECTS: Readonly<Record<'email' | 'meeting' | 'call', Readonly<Record<Band, readonly string[]>>>> = {
  email: {
    early: ['Monitoring {site}', '{thing}: questions', 'Visit to {site}', 'Data sheet and reference'],
    middle: ['Pilot on {site}', 'Trial data', 'Pilot report', 'Mounting the last points'],
    late: ['Quote', 'Revised quote', 'Contract and terms', 'Delivery dates'],
  },
  meeting: {
    early: ['First visit', 'Site walk, {site}', 'Workshop on failure modes'],
    middle: ['Pilot review', 'Training on site', 'Mounting, {site}'],
    late: ['Quote walk-through', 'Contract talk', 'Final terms'],
  },
  call: {
    early: ['First call', 'About {site}', 'Next steps'],
    middle: ['Pilot, how it goes', 'Thresholds and alarms', 'Trial data'],
    late: ['Quote, open points', 'Terms', 'Before signature'],
  },
}

/** How a conversation ended, by tone; the weights stand beside. */
export const OUTCOMES: readonly (readonly (readonly [outcome: string, weight: number])[])[] = [
  [
    ['Price concern', 5],
    ['Not convinced', 5],
  ],
  [
    ['Open questions', 6],
    ['Price concern', 3],
    ['Not convinced', 1],
  ],
  [
    ['Good conversation', 6],
    ['Open questions', 4],
  ],
  [
    ['Agreed next step', 7],
    ['Good conversation', 3],
  ],
]

export const NO_ANSWER_OUTCOME = 'No answer'

export const NEXT_STEPS: Readonly<Record<Band, readonly string[]>> = {
  early: [
    'Send drawings of {site} to engineering',
    'Agree a date for the site walk',
    'Send reference from a similar plant',
    'Call {contact} about the budget',
  ],
  middle: [
    'Prepare the pilot report',
    'Mount the last points on {site}',
    'Review thresholds with {contact}',
    'Invite {colleague} to the review',
  ],
  late: [
    'Send revised quote',
    'Chase the signed framework from legal',
    'Confirm delivery dates',
    'Answer the open points of {colleague}',
  ],
}

export const LOSS_REASONS: readonly (readonly [reason: string, weight: number])[] = [
  ['Price', 26],
  ['Lost to competitor', 24],
  ['No budget', 18],
  ['No decision', 20],
  ['Wrong time', 8],
  ['Missing feature', 4],
]
