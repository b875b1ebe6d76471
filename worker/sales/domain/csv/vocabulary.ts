import type { Field } from './fields'
import { wordsOf } from './plain-text'

/** A close date whose name does not say whether it is planned or past. */
export type NamedField = Field | 'closeOn'

// What columns are called, in English, German, French, Spanish, Portuguese, Italian and Dutch. `often` are names that
// usually mean the field and can mean another thing.
const NAMES: Readonly<Record<NamedField, { always: string; often?: string }>> = {
  externalId: {
    always: `opportunity id, deal id, opp id, record id, external id, crm id, opportunity number, opportunity nr, deal number,
      deal no, opportunity no, opportunity key, object id, verkaufschance id, verkaufschancen nummer, opportunity nummer,
      id opportunite, numero opportunite, id oportunidad, numero oportunidad, id oportunidade, id opportunita,
      numero opportunita, verkoopkans id, kans id`,
    often:
      'id, number, nr, no, nummer, numero, key, uuid, guid, reference, ref, referenz, referencia, riferimento, kenmerk, code',
  },
  title: {
    always: `title, opportunity name, deal name, deal title, opp name, opportunity title, titel, bezeichnung, dealname,
      verkaufschance, name der verkaufschance, titre, intitule, nom opportunite, titulo, nombre oportunidad,
      nombre del negocio, nome oportunidade, nome do negocio, nome opportunita, titolo, naam kans, verkoopkans,
      onderwerp, dealnaam`,
    often: `name, opportunity, deal, subject, topic, project, project name, betreff, thema, projekt, projektname, objet, sujet,
      affaire, projet, asunto, negocio, oportunidad, proyecto, assunto, oportunidade, projeto, oggetto, opportunita, trattativa,
      progetto, nom, nombre, nome, naam, project naam, opportunite`,
  },
  customer: {
    always: `customer, customer name, account, account name, company, company name, client, client name, organization,
      organisation, organization name, organisation name, kunde, kundenname, firma, firmenname, unternehmen, konto,
      kontoname, client nom, nom du client, nom client, societe, entreprise, raison sociale, compte, nom du compte, cliente,
      nombre del cliente, empresa, nombre de la empresa, cuenta, compania, nome do cliente, nome da empresa, conta, azienda,
      nome cliente, ragione sociale, societa, klant, klantnaam, bedrijf, bedrijfsnaam, relatie, organisatie`,
    often:
      'buyer, prospect, business, debitor, interessent, besteller, acheteur, comprador, acquirente, koper, account id',
  },
  contactName: {
    always: `contact, contact name, contact person, primary contact, kontakt, kontaktperson, ansprechpartner, ansprechperson,
      contact principal, nom du contact, interlocuteur, contacto, persona de contacto, nombre del contacto, contato,
      pessoa de contato, nome do contato, contatto, persona di contatto, nome contatto, referente, contactpersoon, contact naam`,
    often: 'person, full name, person name',
  },
  contactEmail: {
    always: `contact email, contact e mail, customer email, kontakt email, e mail kontakt, email du contact, email contact,
      correo del contacto, email do contato, email contatto, email contactpersoon`,
    often: `email, e mail, mail, email address, e mail adresse, emailadresse, adresse e mail, courriel, correo, correo electronico,
      endereco de email, indirizzo email, e mailadres, emailadres`,
  },
  contactPhone: {
    always:
      'contact phone, customer phone, phone, phone number, telephone, mobile, telefon, telefonnummer, telefono, telefone, telefoon, telefoonnummer, celular, handy, portable, cellulare',
    often: 'tel, mobil, mobiel, contact number, numero de telephone',
  },
  amount: {
    always: `amount, deal amount, deal value, deal size, opportunity amount, opportunity value, close value, value, contract value,
      total value, tcv, acv, betrag, wert, auftragswert, dealwert, volumen, auftragsvolumen, summe, montant, valeur,
      montant de l opportunite, importe, valor, monto, valor del negocio, valor do negocio, importo, valore, bedrag, waarde,
      dealwaarde, orderwaarde, montante`,
    often: `revenue, expected revenue, price, total, sum, net amount, total amount, gross amount, arr, mrr, budget, quote total,
      umsatz, erwarteter umsatz, preis, gesamtbetrag, nettobetrag, prix, chiffre d affaires, ca, ingreso, ingresos, precio,
      receita, preco, ricavo, prezzo, omzet, prijs, totaal, gesamt, forecast amount`,
  },
  currency: {
    always:
      'currency, currency code, currency iso code, wahrung, waehrung, whg, devise, monnaie, moneda, divisa, moeda, valuta, munt',
  },
  stage: {
    always: `stage, deal stage, sales stage, opportunity stage, pipeline stage, stage name, phase, verkaufsphase, vertriebsphase,
      phase der verkaufschance, stufe, etape, etape de vente, etapa, etapa de venta, etapa del negocio, fase, fase de venda,
      estagio, fase di vendita, stadio, verkoopfase, stadium`,
    often: 'status, deal status, state, step, estado, statut, stato, situacao, pipeline status, opportunity status',
  },
  outcome: {
    always: `outcome, result, opportunity result, deal result, won lost, win loss, is won, won, ergebnis, gewonnen, resultat, issue,
      gagne, resultado, ganado, ganho, risultato, esito, vinto, resultaat, uitkomst`,
    often: 'status, deal status, state, estado, statut, stato, situacao, opportunity status, y, target, label',
  },
  owner: {
    always: `owner, deal owner, opportunity owner, account owner, owner name, owner email, owner e mail, sales agent, agent,
      sales rep, sales representative, rep, salesperson, sales person, seller, account executive, account manager, assigned to,
      assignee, besitzer, inhaber, verantwortlich, verantwortlicher, zustandig, zustandiger, vertriebler, verkaufer, betreuer,
      vertriebsmitarbeiter, aussendienst, proprietaire, commercial, vendeur, responsable, charge d affaires, propietario,
      vendedor, comercial, asignado a, proprietario, responsavel, proprietario do negocio, venditore, responsabile,
      assegnato a, agente, eigenaar, verkoper, accountmanager, toegewezen aan, verantwoordelijke`,
    often:
      'responsible, user, sales, employee, mitarbeiter, bearbeiter, utilisateur, usuario, gebruiker, ae, rep email, agent email',
  },
  product: {
    always: `product, product name, products, produkt, produktname, produkte, artikel, produit, nom du produit, producto, produto,
      nome do produto, prodotto, nome prodotto, productnaam`,
    often:
      'item, service, solution, leistung, dienstleistung, prestation, articulo, servicio, servico, articolo, servizio, dienst',
  },
  source: {
    always: `source, lead source, deal source, opportunity source, original source, quelle, leadquelle, lead quelle, herkunft,
      origine, source du prospect, source de la piste, fuente, origen, fuente del lead, fonte, origem, origem do lead, fonte lead,
      bron, leadbron, herkomst`,
    often: 'campaign, kampagne, campagne, campana, campanha, campagna, how did you hear',
  },
  priority: {
    always: 'priority, prioritat, priorite, prioridad, prioridade, priorita, prioriteit',
    often: 'rating, urgency, temperature',
  },
  createdOn: {
    always: `created, created on, created at, create date, created date, creation date, date created, engage date, open date,
      opened, opened on, date opened, start date, angelegt, angelegt am, erstellt, erstellt am, erstelldatum,
      erstellungsdatum, anlagedatum, date de creation, cree le, creee le, date d ouverture, fecha de creacion, creado, creado el,
      fecha de apertura, data de criacao, criado em, data de abertura, data creazione, data di creazione, creato il, creata il,
      data apertura, aangemaakt, aangemaakt op, aanmaakdatum, datum aangemaakt`,
    often:
      'date, datum, fecha, data, add time, entry date, lead date, first contact, erstkontakt, startdatum, eroffnet, beginn, engagement date',
  },
  closeOn: {
    always: `close date, closing date, close, abschlussdatum, abschluss, date de cloture, cloture, fecha de cierre, cierre,
      data de fechamento, fechamento, data chiusura, data di chiusura, chiusura, sluitingsdatum, afsluitdatum, sluiting`,
    often: 'end date, due date, enddatum, fecha fin, data fim, data fine, date de fin, einddatum',
  },
  expectedCloseOn: {
    always: `expected close, expected close date, expected closing, expected closing date, estimated close date, estimated close,
      est close date, planned close date, forecast close date, target close date, projected close date, expected end date,
      erwartetes abschlussdatum, erwarteter abschluss, voraussichtliches abschlussdatum, voraussichtlicher abschluss,
      geplanter abschluss, geplantes abschlussdatum, date de cloture prevue, cloture prevue, date de signature prevue,
      date de cloture estimee, fecha de cierre prevista, fecha prevista de cierre, fecha de cierre esperada,
      fecha estimada de cierre, cierre previsto, data prevista de fechamento, data de fechamento prevista,
      previsao de fechamento, fechamento previsto, data chiusura prevista, data di chiusura prevista, chiusura prevista,
      verwachte sluitingsdatum, verwachte afsluitdatum, verwachte sluiting, geplande sluitingsdatum`,
  },
  closedOn: {
    always: `closed, closed on, closed at, closed date, date closed, actual close date, actual close, actual closing date, won date,
      lost date, won time, close time, geschlossen, geschlossen am, abgeschlossen, abgeschlossen am, tatsachliches abschlussdatum,
      gewonnen am, cloturee le, cloture le, date de cloture reelle, fecha de cierre real, cerrado, cerrado el, fechado em,
      data de fechamento real, data real de fechamento, chiuso il, chiusa il, data chiusura effettiva, gesloten op,
      afgesloten op, werkelijke sluitingsdatum`,
  },
  lossReason: {
    always: `loss reason, lost reason, reason lost, closed lost reason, reason for loss, why lost, verlustgrund, grund fur verlust,
      verlorengrund, raison de la perte, raison de perte, motif de perte, motivo de perdida, motivo da perda, motivo de perda,
      motivo perdita, motivo della perdita, verliesreden, reden verloren, reden van verlies`,
    often: 'reason, close reason, grund, raison, motif, motivo, reden, closed reason',
  },
  industry: {
    always:
      'industry, branche, industrie, secteur, secteur d activite, sector, industria, setor, settore, bedrijfstak, sektor',
    often: 'vertical, segment, market, markt, marche, mercado, mercato',
  },
  tags: {
    always: 'tags, labels, etiquettes, etiquetas, etichette, schlagworte, schlagworter, stichworte',
    often: 'tag, categories, keywords',
  },
  notes: {
    always: `notes, note, comments, comment, description, remarks, notizen, notiz, bemerkung, bemerkungen, kommentar, kommentare,
      beschreibung, anmerkung, anmerkungen, remarque, remarques, commentaire, commentaires, notas, comentarios,
      descripcion, observaciones, descricao, observacoes, commenti, descrizione, osservazioni, notities, opmerking,
      opmerkingen, omschrijving, toelichting`,
    often: 'next step, details, memo, info, information, nota',
  },
}

// Words that carry no meaning of their own in a header.
const FILLERS = new Set(
  'the of a an der die das des dem den le la les l de du d el los las del do da dos das em o os as di della dello dei il lo in on am op van het een y e et und and utc gmt'.split(
    ' ',
  ),
)
// What every column of a deal file is about, so that "Opportunity Amount" is an amount.
const QUALIFIERS = new Set(
  'deal deals opportunity opportunities opp sales verkaufschance verkaufschancen opportunite affaire oportunidad negocio oportunidade opportunita trattativa verkoopkans kans crm record'.split(
    ' ',
  ),
)

export interface NameMatch {
  readonly field: NamedField
  readonly confidence: number
}

const BY_KEY = new Map<string, NameMatch[]>()
for (const [field, { always, often }] of Object.entries(NAMES)) {
  learn(field as NamedField, always, 0.95)
  if (often) learn(field as NamedField, often, 0.7)
}

function learn(field: NamedField, names: string, confidence: number): void {
  for (const name of names.split(',')) {
    const key = keyOf(wordsOf(name))
    const matches = BY_KEY.get(key) ?? []
    if (!matches.some((match) => match.field === field)) matches.push({ field, confidence })
    BY_KEY.set(key, matches)
  }
}

// The order of words does not matter: "date closed" is "closed date".
function keyOf(words: readonly string[]): string {
  const telling = words.filter((word) => !FILLERS.has(word))
  return (telling.length > 0 ? telling : [...words]).sort().join(' ')
}

/** What the name of a column says it is, in any of our languages; several answers when the name has several meanings. */
export function fieldsNamed(words: readonly string[]): readonly NameMatch[] {
  const exact = BY_KEY.get(keyOf(words))
  if (exact) return exact
  const bare = words.filter((word) => !QUALIFIERS.has(word))
  if (bare.length === 0 || bare.length === words.length) return []
  const loose = BY_KEY.get(keyOf(bare)) ?? []
  return loose.map(({ field, confidence }) => ({ field, confidence: confidence - 0.1 }))
}
