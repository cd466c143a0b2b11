"""People whom texts name without a given name, written for this project."""

_FAMOUS = """
Alembert Anouilh Apollinaire Aragon Archimède Aristophane Asimov Averroès Avicenne Bachelard Balzac
Barthes Bataille Baudelaire Beaumarchais Beckett Beethoven Benveniste Bergson Berlioz Bernanos
Bismarck Boileau Bolivar Bonaparte Borges Bossuet Boulez Bourdieu Brassens Braudel Brecht Brejnev
Breton Bruegel Byron Camus Canguilhem Caravage Castoriadis Céline Cervantès Cézanne Champollion
Char Charlemagne Chateaubriand Chirac Chopin Chostakovitch Churchill Cicéron Clausewitz Clemenceau
Cléopâtre Cocteau Colbert Confucius Copernic Corneille Courbet Cromwell Danton Darwin Daudet
Debussy Delacroix Deleuze Derrida Descartes Desproges Diderot Dostoïevski Dreyfus Duchamp Dumas
Durkheim Einstein Eisenhower Engels Épicure Érasme Eschyle Ésope Euclide Euler Euripide Fabius
Faulkner Fellini Feuerbach Feydeau Flaubert Foucault Fourier Freud Gainsbourg Galilée Gambetta
Gandhi Garibaldi Gauguin Giono Giraudoux Godard Goebbels Goethe Goffman Gogol Gorbatchev Gramsci
Greimas Guitry Gutenberg Habermas Haendel Hannibal Haydn Hegel Heidegger Hemingway Héraclite
Hérodote Himmler Hitchcock Hitler Hobbes Hölderlin Homère Horace Hume Husserl Ibsen Ionesco
Jakobson Jaurès Joyce Jung Juppé Kafka Kandinsky Kant Kepler Keynes Khomeini Khrouchtchev
Kierkegaard Klee Kubrick Kundera Lacan Lamartine Lavoisier Leibniz Lénine Lévinas Lévi-Strauss
Lovecraft Lucrèce Lyotard Machiavel Macron Maeterlinck Malebranche Mallarmé Malraux Mandela Manet
Marivaux Marx Maupassant Mauriac Melville Mendeleïev Mendelssohn Mérimée Merkel Merleau-Ponty
Michelet Michel-Ange Miró Mitterrand Modigliani Molière Monet Montaigne Montesquieu Monteverdi
Morin Mozart Murakami Musset Mussolini Nabokov Napoléon Nasser Nerval Nietzsche Nixon Obama
Offenbach Orwell Ovide Pagnol Parménide Pasolini Pasteur Pavlov Péguy Perec Périclès Pétain
Pétrarque Piaget Piaf Picasso Pirandello Platon Plutarque Pompidou Poutine Prévert Prokofiev
Proudhon Proust Ptolémée Pythagore Queneau Rabelais Rachmaninov Racine Raffarin Rameau Raphaël
Ravel Rembrandt Renoir Ricœur Rilke Rimbaud Robespierre Rodin Ronsard Roosevelt Rossini Rousseau
Rubens Saddam Sade Saint-Exupéry Saint-Just Saint-Saëns Saint-Simon Sainte-Beuve Sarkozy Sartre
Saussure Schiller Schopenhauer Schubert Schumann Senghor Shakespeare Simenon Socrate Sophocle
Spinoza Staline Stendhal Strauss Stravinsky Strindberg Sun-Tzu Tacite Talleyrand Tarkovski
Tchaïkovski Tchekhov Thalès Thatcher Tite-Live Titien Tocqueville Tolstoï Tourgueniev Trotski
Trotsky Truffaut Truman Trump Turing Turgot Vauban Verlaine Vermeer Virgile Visconti Vivaldi
Adenauer Akhmatova Allende Almodóvar Althusser Anquetil Antonioni Arafat Artaud Assad Aznavour
Bakounine Balladur Barnier Barras Bartók Basquiat Bayrou Beauvoir Berlusconi Biden Bizet Blanquer
Blanqui Blücher Boccace Bohr Bolsonaro Borloo Bormann Botticelli Bouddha Bourguiba Bowie Brahms
Braque Bruckner Buffon Buñuel Bérégovoy Calvino Canetti Cantona Castex Cauchy Cavour Ceausescu
Celan Chabrol Chagall Chávez Cohn-Bendit Cuvier Daladier Dalí Darmanin Degas Delanoë Desnos
Djokovic Duras Edison Eichmann Erdogan Erdoğan Ernaux Faraday Fauré Federer Fermat Fillon
Finkielkraut Fouché Fouquet Fragonard Genet Giacometti Gide Giotto Giscard Gorki Gounod Gropius
Guesde Guevara Géricault Gödel Göring Hallyday Haussmann Hayek Heisenberg Hendrix Hidalgo Hinault
Hindenburg Hirohito Honecker Houellebecq Houphouët-Boigny Jefferson Jospin Kadhafi Kleist Koenig
Kohl Koutouzov Kropotkine Kurosawa Lagrange Lamarck Laplace Legault Lennon Ligeti Linné Liszt
Lorca Louvois Ludendorff Lula Lumumba Magritte Mahler Mahomet Malthus Maradona Masséna Matisse
Mauroy Maïakovski Mbappé McCartney Medvedev Meloni Messiaen Mirabeau Mobutu Modiano Mondrian
Moubarak Musil Mélenchon Nadal Necker Nehru Nothomb Novalis Onfray
Oppenheimer Palladio Pavese Pennac Pessoa Piketty Pinochet Platini Poincaré Pollock Pouchkine
Poulenc Poulidor Presley Puccini Rabin Reagan Renzi Resnais Riemann Rivette Rocard Rohmer Rommel
Rothko Sankara Satie Scholz Schrödinger Schumacher Schumpeter Schönberg Scorsese Seurat Sihanouk
Sinatra Soekarno Spielberg Stiglitz Strauss-Kahn Tarantino Taubira Tintoret Tito Trakl Trudeau
Turenne Unamuno Valls Villepin Véronèse Wauquiez Webern Yourcenar Zelensky Zemmour Éluard
Voltaire Wagner Warhol Weber Wittgenstein Zarathoustra Zidane Zola Zweig Zuckerberg
"""
# Of kings, popes and emperors, before a number.
_REIGNING = """
Alexandre Alphonse Auguste Baudouin Benoît Boniface Catherine Charles Chlotar Childéric Christian
Clément Clotaire Clovis Constantin Dagobert Darius Édouard Edouard Élisabeth Elisabeth Ferdinand
François Frédéric Frédéric-Auguste Frédéric-Guillaume George Georges Grégoire Guillaume Gustave
Hassan Henri Innocent Isabelle Jacques Jean Jean-Paul Joseph Jules Juan Lothaire Louis Marie
Léon Léopold Mathias Maximilien Mehmed Michel Mohammed Napoléon Nicolas Othon Paul Pépin Philippe
Pie Pierre Ramsès Ranavalona Richard Robert Rodolphe Sixte Théodose Thoutmôsis Urbain Victor
Victor-Emmanuel Ladislas Sigismond Stanislas Albert Amédée Adolphe Abdülhamid Selim Soliman
"""
# Words, given names and places as well: these need more than a capital.
_NO_FAMOUS = """
Aragon Bataille Breton Char Céline Galilée Horace Raphaël Virgile Lucrèce Dieu Satan Allah Jésus
Racine Corneille Morin Weber Ravel Dumas Pasteur Strauss Foucault Fourier
"""
NO_FAMOUS = frozenset(_NO_FAMOUS.split())
FAMOUS = frozenset(_FAMOUS.split()) - NO_FAMOUS
REIGNING = frozenset(_REIGNING.split())
