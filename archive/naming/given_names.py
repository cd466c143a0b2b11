"""Given names, written for this project: what opens the name of a person.

Those that are words, places or firms as well are told apart: they open a name only where a
surname follows.
"""

from archive.text import fold

_GIVEN = """
Abdallah Abdellatif Abdul Achraf Adalbert Adelheid Adem Adnan Adriano Aimé-Césaire Aisha Alana
Alban Alda Aleksandar Aleksandra Aleksei Alena Alexa Alexandru Allen Aloys Alyssa Amelia Amin Amos
Amy Anaël Anaëlle Andreï Angelica Angelika Angelina Angeline Ania Anneke Anneliese Anouar Antonella
António Armel Arnaldo Arnulf Artem Artur Asmaa Athina Augusta Azad Aziza Bakary Bartolomeo Bashar
Basil Bechir Belkacem Bernt Berthold Betsy Bettina Billie Blanca Bogdan Boniface Boualem Boubacar
Bret Britta Bruna Calvin Camilo Carina Carmela Caspar Cassandra Cassius Catharina Chaïm Christiaan
Christiana Clare Claudie Clyde Clélia Clélie Coline Coraline Cornélius Courtney Cristóbal Cyriaque
Czesław Dany Darko Deirdre Dilip Dimitris Donatella Dorit Dorota Dorothea Driss Duarte Eamonn Earl
Eberhard Eduard Efraim Egbert Elfriede Elin Elmar Eloïse Elsie Elzbieta Elżbieta Emmeline Emmett
Ermanno Estrella Etta Eugen Eusèbe Fabiana Faisal Fantine Fausto Ferdinando Ferran Florine
František Frederica Frida Félicie Gabor Gabriele Gabriella Gaetano Garth Gaétan Geert Gerardo Gerd
Gerson Giovanna Gisela Gisella Gontran Gretchen Gustaf Gyula György Gábor Göran Hartmut Hassane
Hatem Hayao Hedwig Hisham Hocine Houari Humberto Ibrahima Ilana Imed Inigo Inés Ioannis Irmgard
Irvin Isabela Isaïe Isolde Iñigo Jalal Janette Janusz Jarosław Jerzy Joaquín Jody Josefa Josefina
Josie Josépha Juanita Karina Kasper Katharine Kenny Kira Klaas Knud Kristine Kwame Lamia Laureen
Laurine Leni Lennart Leona Liana Lidia Lillian Lorenza Loretta Louison Lounès Lucette Lucian
Lucía Ludger Ludmila Ludovico Luigia Luiz Luís Léandre Léna Madeline Magalie Magda Magloire
Marcellin Margareta Margarete Margrit Marieke Mariela Marietta Marija Marise Marylène Matthijs
Maxine Mechthild Michalis Milo Mohammad Moisés Moumouni Mélisande Mónica Nacima Najat Nawal Neal
Niclas Nicolaj Nicoletta Niklaus Noham Norberto Nouria Orazio Oumar Patricio Paulin Petrus Quintin
Radovan Rafał Raffaella Raimundo Ranjit Raúl Reinhart Reto Ricarda Rinaldo Roel Rosaline Rosamund
Rosella Rubén Ryszard Réginald Rémond Sadio Salimata Salman Samuele Saül Seán Sinéad Sissy Skander
Soline Soufiane Souleymane Srinivasa Suzanna Sylvester Taddeo Tariek Tariq Théophane Timothé Tomás
Tristram Trude Ulises Ulric Ulysse Verena Verónica Vilhelm Vladislav Wes Wiktor Wilfrid Willie
Winifred Władysław Zygmunt Álvaro Ángel Élian Éliot Ézéchiel
Janis Mathew Elton Aretha Ozzy Freddie Ringo Mick Jimi Bono Dizzy Thelonious Charlélie Léonce
Alphonsine Ambre Anatolie Aristote Aron Arielle Ashley Barney Bernie Bertille Brooke Bryce Byron
Caleb Carlton Cedric Chester Christopher Clement Clint Clive Cody Conrad Corey Curtis Damien
Damon Danilo Darcy Darren Daryl Denise Dennis Derrick Desmond Dimitar Dolores Donna Doreen
Dwight Eloise Emerson Emile Eric Erick Ernesto Eugene Evelyn Ezra Fabian Fabrizio Felicity
Ferenc Fernando Finn Florin Floyd Garry Geoff Gerald Gideon Gilberto Giles Gino Giulio Gregor
Guillermo Hank Harriet Heinz Helge Henning Herman Hilde Hiroshi Howie Iain Igor Imre Inga Irina
Isaiah Itzhak Ivo Jared Jasper Jeanine Jed Jennie Jens Jeremiah Joaquim Joanne Jodi Johannes
Joost Jorn Josephine Juergen Jurgen Kaspar Kathryn Katrina Kendall Kerry Kirk Kristin Kristina
Lara Laszlo László Lauren Leif Lena Leroy Lester Levi Lewis Liza Lloyd Lois Lorenz Lothar Lucio
Lucius Lucy Luther Lyle Lynn Magnus Mahatma Manfred Marcin Margarita Mariano Mariella Marlon
Massimo Maurizio Melanie Melinda Meryl Micah Mickey Milos Miloš Miroslav Misha Monty Muhammad
Nadine Naomie Natalya Nathaniel Nelly Nikola Nikolai Nikolaï Noel Oleksandr Ollie Osama Oskar
Pascale Paco Pamela Pär Patti Peer Pelle Phoebe Piers Piotr Rainer Ramona Ranulph Raoul Reginald
Reinhard Renzo Rhett Ricardo Rihanna Rodney Rolf Romeo Rosario Roscoe Ross Rowan Rufus Russell
Sal Sally Salma Salvatore Sandy Satya Saul Selena Serena Sergey Seymour Shane Sheryl Shimon
Siegmund Silke Silvana Solomon Sonny Stacey Stefania Stieg Sundar Susanna Sybil Tadeusz Tammy
Tanja Thelma Thora Thorsten Tobias Tomasz Tove Truman Tyler Ulf Uma Uwe Valentina Valerie Vasco
Vernon Vince Vinnie Viktor Vivian Vlad Wade Walt Wayne Wesley Whitney Wilbur Wilfred Winnie
Wynton Yannis Yehudi Yoko Yuri Yves-Marie Zadie Zbigniew Zeev Zelda Zinédine Jean-Noël Steeve
Yvonnick Goulven Malo Tugdual Maelenn Morwenna Soazig Rozenn Nolwenn Enora Gwenola Servane
Maryvonne Annaïg Annaïck Ludmilla Maïwenn Maxime Thaddée Louis-Philippe Charles-Henri Frédérick
Félix-Antoine Marc-Antoine Xavier-François Étienne-Charles Aaron Abdel Abdelkader Abdellah Abdou
Abdoulaye Abel Abraham Achille Ada Adam Adama Adèle Adeline Adil Adolphe Adrian Adriana Adrien
Adrienne Agathe Agnès Agustin Ahmed Aïcha Aïssatou Alain Alan Alba Albane Albert Alberta Alberte
Alberto Albertine Alex Alexander Alexandra Alexandre Alexandrine Alexia Alexis Alfonso Alfred
Alfredo Ali Alice Alicia Alida Aline Alison Alix Aliénor Allan Allison Alma Aloïs Alphonse
Alvaro Amadou Amal Amandine Amar Amaury Ambroise Amel Amélie Aminata Amine Amir Ana Anaïs
Anastasia Anatole Anders André Andréa Andrea Andrée Andreas Andrei Andrés Andrew Andy Angel
Angela Angèle Angélique Angelo Anita Anja Ann Anna Annabelle Anne Annette Annick Annie Anouk
Anselme Anthony Antoine Antoinette Anton Antonia Antonin Antonio Apolline Archibald Ariane
Aristide Arlette Armand Armande Armelle Arnaud Arnold Arsène Arthur Astrid Assia Aubin Audrey
Auguste Augustin Augustine Aurélia Aurélie Aurélien Axel Axelle Aymeric Aziz Babette Baptiste
Barack Barbara Barnabé Barry Barthélemy Basile Bastien Béatrice Béatrix Belinda Ben Benedict
Bénédicte Benjamin Benoît Bérangère Bérénice Berenice Bernadette Bernard Bernd Bert Bertha
Berthe Bertrand Beth Betty Bianca Bilal Bill Billy Björn Blaise Bob Bobby Boris Brad Brahim
Brandon Brenda Brendan Brian Briac Brice Bridget Brigitte Britney Bruce Bruno Bryan Calixte
Camille Candice Capucine Carine Carl Carla Carlo Carlos Carmen Carol Carole Carolina Caroline
Cassandre Catherine Cathy Cécile Cédric Céleste Célestin Célestine Célia Célimène Céline César
Chad Chantal Charlène Charles Charley Charlie Charline Chiara Chloé Chris Christa Christel
Christelle Christian Christiane Christina Christine Christophe Cindy Claire Clara Clarisse
Claude Claudette Claudia Claudine Claudio Claus Clémence Clément Clémentine Cléo Clotaire
Clotilde Clovis Colette Colin Constant Constantin Coralie Cordélia Corentin Corinne Cornélia
Cosima Craig Cristina Cynthia Cyprien Cyril Cyrille Cyrus Dan Dana Daniel Daniela Danielle
Danièle Danny Daphné Darius Dave David Dean Debbie Deborah Delphine Denis Denys Derek Diane
Didier Diego Dieter Dimitri Dina Dirk Djamel Djamila Dominique Dominic Donald Donatien Dora
Doris Dorian Dorothée Dorothy Doug Douglas Drew Duncan Dustin Dylan Ed Eddie Eddy Edgar Edgard
Edith Édith Edmond Edmund Édouard Eduardo Edward Edwige Edwin Eglantine Eileen Elaine Eléonore
Éléonore Elena Élie Elias Éliane Eliane Élisa Elisa Élisabeth Elisabeth Élise Elise Eliott
Elizabeth Ella Ellen Élodie Elodie Éloi Éloïse Elon Elsa Elvire Elvis Émeline Emeric Émile
Émilie Emilie Émilien Emily Emma Emmanuel Emmanuelle Enguerrand Enrico Enrique Enzo Éric Erica
Érica Erich Erik Erika Ernest Ernestine Ernst Erwan Erwin Esmeralda Esteban Estelle Esther Ethan
Étienne Etienne Eudes Eugène Eugénie Euloge Eva Ève Evan Évelyne Evelyne Fabien Fabienne Fabio
Fabrice Fadila Fanny Farid Farida Fatima Fatou Fatoumata Faustine Federico Félicien Félicité
Felipe Félix Ferdinand Fernand Fernande Fidel Fiona Firmin Flavie Flavien Floriane Florian
Florent Florentin Fouad Francesca Francesco Francine Francis Francisco Franck François Françoise
Frank Franklin Frantz Franz Fred Freddy Frédéric Frederic Frédérique Friedrich Fritz Gabin
Gabriel Gabriela Gabrielle Gaël Gaëlle Gaëtan Gaston Gareth Gary Gaspard Gauthier Gautier Gavin
Geneviève Geoffrey Geoffroy Georg George Georges Georgette Georgia Gérald Géraldine Gérard
Gerard Gerhard Germaine Géry Ghislain Ghislaine Giacomo Gianni Gilbert Gilberte Gilles Gillian
Gina Ginette Giorgio Giovanni Gisèle Giulia Giuseppe Gladys Glenn Gloria Godefroy Gonzague Goran
Gordon Graham Grégoire Grégory Gregory Greg Greta Guido Guilhem Guillaume Guillemette Günter
Gustav Gustave Guy Guylaine Gwenaël Gwenaëlle Gwendoline Hadrien Hafid Hakim Hamid Hamza Hannah
Hans Harald Harold Harry Harvey Hassan Hassen Heather Hector Hedwige Heidi Heinrich Helen Helena
Hélène Helga Helmut Héloïse Henri Henriette Henrik Henry Herbert Hermann Hermine Hervé Hicham
Hilaire Hilary Hilda Hillary Hippolyte Honoré Horace Hortense Howard Hubert Hugh Hugo Hugues
Humbert Hussein Ian Ibrahim Ida Idriss Ignace Ilan Iléana Imane Inès Ingmar Ingrid Irène Iris
Irma Irving Isaac Isabel Isabella Isabelle Isadora Ismaël Issa Ivan Ivana Jack Jackie Jacky
Jacob Jacqueline Jacques Jalil Jamal James Jamie Jan Jana Jane Janet Janice Janine Jason Javier
Jay Jean Jeanne Jeannette Jeannine Jeff Jeffrey Jennifer Jenny Jérémie Jérémy Jeremy Jérôme
Jerome Jerry Jesse Jessica Jill Jim Jimmy Jo Joachim Joan Joanna Joaquin Jocelyn Jocelyne Jodie
Joe Joël Joëlle Johan Johann Johanna John Johnny Jonas Jonathan Jordi Jorge José Josef Joseph
Josèphe Joséphine Josette Josh Joshua Josiane Josué Joy Joyce Juan Juana Judith Judy Jules Julia
Julian Juliana Julie Julien Julienne Juliette Julio Julius Junior Jürgen Justin Justine Kader
Kamel Kamal Kamila Karen Karim Karima Karin Karine Karl Karla Kate Katell Katherine Kathleen
Kathy Katia Katie Katrin Keith Ken Kenneth Kenza Kevin Kévin Khadija Khaled Khalid Kim Kirsten
Klaus Knut Kofi Konrad Kurt Kyle Laetitia Laëtitia Lakshmi Lambert Larbi Larissa Larry Lars
Laura Laure Laureline Laurence Laurent Laurette Laurie Lazare Léa Leila Leïla Léo Leo Léon Leon
Léonard Leonard Leonardo Léonie Léonore Léopold Leslie Liam Liliane Lili Lilian Lila Lilou Lina
Linda Linus Lionel Lisa Lisbeth Lise Lisette Lola Loïc Lorenzo Lorraine Lou Louis Louisa Louise
Louisette Luc Luca Lucas Lucia Lucie Lucien Lucienne Lucille Lucinda Lucrèce Ludivine Ludovic
Ludwig Luigi Luis Luisa Luise Luke Lydia Lydie Lyne Mabel Maddy Madeleine Mado Maëlle Maël
Mafalda Magali Magdalena Maggie Mahmoud Maïa Maïté Malcolm Malek Malik Malika Mallory Mamadou
Manon Manuel Manuela Manolo Marc Marceau Marcel Marcelle Marcello Marcelline Marco Marcos Marcus
Margaret Margareth Margaux Margot Marguerite Maria María Mariam Mariama Marianne Marie Marielle
Marilyn Marilyne Marine Mario Marion Marius Marjorie Mark Markus Marlène Marthe Martha Martin
Martina Martine Marty Marvin Mary Maryam Maryline Maryse Mateo Mathias Mathieu Mathilde Mathis
Mathurin Matt Matteo Matthew Matthias Matthieu Maud Maude Maureen Maurice Mauricette Mauro Max
Maxence Maximilien Maya Maylis Mehdi Mélanie Mélissa Melissa Melvin Mériem Merlin Michael
Michaël Michaela Michel Michèle Michelle Miguel Mikael Mickaël Mike Mikhaïl Mila Milan Milène
Milton Mina Mireille Miriam Mitch Mitchell Mohamed Mohammed Moïse Molly Mona Monica Monika
Monique Morgan Morgane Mouloud Mounir Mouna Mourad Moussa Muriel Murielle Mustapha Mylène Myriam
Nabil Nacer Nadège Nadia Naïma Naomi Narcisse Nasser Nastassja Natacha Natalia Natalie Natan
Nathalie Nathan Nathanaël Neil Nelson Nestor Niall Nick Nicky Nicola Nicolas Nicole Nicolette
Niels Nigel Nikita Nikos Nils Nina Ninon Noam Noah Noé Noémi Noémie Nolan Nora Norbert Nordine
Noreen Norma Norman Nour Octave Octavie Odette Odile Odilon Olaf Oleg Olga Olivia Oliver Omar
Ophélie Oriane Orlando Orson Oscar Osman Oswald Othello Otto Ousmane Owen Ozan Pablo Palmyre
Paola Paolo Paquita Parfait Patrice Patricia Patrick Patsy Patty Paul Paula Paule Paulette
Pauline Paulo Pedro Peggy Pénélope Penelope Percy Perrine Pete Peter Petra Phil Philibert Philip
Philippa Philippe Philippine Phillip Philomène Phyllis Piero Pierre Pierrette Pierrick Pietro
Pol Prosper Quentin Quincy Rachel Rachid Rachida Rafael Raffaele Rafik Ralf Ralph Ramon Ramzi
Ramón Randy Raphaël Raphaëlle Raquel Rashid Raul Ravi Ray Raymond Raymonde Rebecca Réda Régine
Régis Reine Réjane Rémi Rémy Renaud Renata Renate René Renée Reynald Riccardo Richard Rick Ricky
Rita Rob Robert Roberta Roberto Robin Rodolphe Rodrigo Rodrigue Roger Roland Rolande Romain
Romane Romaric Roméo Romuald Romy Ron Ronald Ronan Ronnie Rosalie Rosanna Roselyne Rosemary
Rosine Roxane Roy Ruben Rudolf Rudy Rupert Ruth Ryan Sabine Sabrina Sacha Saïd Salif Salim
Salima Salomé Salomon Salvador Sam Samantha Samia Samir Samira Samuel Samy Sandra Sandrine
Sandro Sara Sarah Sasha Saskia Saturnin Scott Sean Sébastien Sebastian Ségolène Selim Selma
Séraphin Séraphine Serge Sergei Sergio Séverin Séverine Seth Shannon Sharon Sheila Shirley
Sibylle Sidney Sidonie Siegfried Sigmund Sigrid Silvain Silvia Silvio Simon Simone Siméon
Slimane Sofia Sofiane Solange Solène Sonia Sonja Sophia Sophie Souad Soraya Stacy Stan Stanislas
Stanley Stefan Stefano Steffi Stella Stéphan Stéphane Stephan Stephanie Stéphanie Stephen
Stéphen Steve Steven Stuart Sue Suleiman Susan Susana Suzanne Suzy Sven Svetlana Sylvain
Sylvaine Sylvestre Sylvette Sylvia Sylviane Sylvie Tamara Tancrède Tania Tanguy Tanya Tara Tarek
Tarik Tatiana Ted Teddy Térence Teresa Terry Tess Tessa Thaïs Théa Théo Theo Théodore Theodore
Théophile Theresa Thérèse Thibaud Thibault Thibaut Thierry Thom Thomas Tiffany Tim Timothée
Timothy Tina Tino Titouan Toby Todd Tom Tomas Tommy Toni Tony Tracy Trevor Tristan Ugo Ulla
Ulrich Umberto Urbain Ursula Ursule Valentin Valentine Valéria Valérie Valery Valéry Vanessa
Vera Véra Véronique Vicente Vicky Victor Victorien Victorine Vikram Vincent Viola Violette
Virgil Virgile Virginie Vito Viviane Vivien Vladimir Volker Wafa Walid Wallace Wally Walter
Wanda Warren Wendy Werner Wilfried Wilhelm Will Willem William Willy Wim Winston Wolfgang Woody
Xavier Xavière Yaël Yaëlle Yacine Yan Yanis Yann Yannick Yasmina Yasmine Yohan Yoan Yoann
Yolande Youcef Youri Youssef Yves Yvan Yvette Yvon Yvonne Zacharie Zack Zara Zélie Zénaïde
Zinedine Zoé Zohra Zoubida Abby Abigail Abderrahmane Abdelaziz Abdelhamid Abdelhak Abdelkrim
Abdelmalek Abdennour Abdulaziz Abdullah Achim Adélaïde Adélie Adja Adolf Adolfo Agatha Agostino
Ahmad Aissa Aitor Akim Akira Alasdair Alastair Albéric Albin Albrecht Aldo Alec Alejandra
Alejandro Aleksander Aleksandr Alessandra Alessandro Alessia Alessio Alexandros Alexey Alexei
Alexeï Alfons Alfreda Alina Alioune Alister Alistair Almudena Aloïse Amaël Amalia Amanda Amara
Amaya Amedeo Amina Amira Anand Anass Andrzej Andrej Andrey Aneta Anette Angus Anh Anil Anka Anke
Annabel Annaëlle Annalena Annelise Annemarie Anselm Ansgar Anthelme Anthonin Antoaneta Antti
Anwar Archie Aretta Ari Ariana Ariel Arjun Arlène Armando Armin Arne Arno Arsen Arshad Arturo
Arvid Asma Assan Assane Astou Athanase Athénaïs Attila Aude-Marie Augusto Aurelio Avery Ayman
Aymard Ayoub Ayrton Azzedine Baba Babak Bachir Balthasar Bart Bartolomé Bartholomew Bartosz
Bastian Bastienne Beata Béate Beate Béatriz Beatriz Beatrice Behrouz Béla Benedetto Benedikt
Benita Benito Benjamine Benny Benoîte Bernardo Bernhard Bérengère Bertil Bertolt Bertrande
Beverly Bilel Birgit Birgitta Bjarne Bjorn Boaz Bodo Bohdan Bonnie Bouchra Boutros Bradley
Branko Brent Brett Briana Brianna Brieuc Brigitta Brita Britt Bronisław Brunella Brunehilde Bryn
Burkhard Burt Cameron Camilla Camillo Carolin Carolyn Carlota Carsten Casimir Catarina Cathie
Caterina Catalina Cathal Catriona Cecil Cecilia Cécilia Cedrick Célian Célie Cem Cesare Cheick
Cheikh Cherif Chérif Cheryl Chimène Chinua Chouaib Christof Christoph Christos Chuck Ciara
Ciarán Cillian Cinzia Claas Clarence Clark Claudius Cleo Clifford Clifton Colas Colleen Colm
Conor Connie Connor Consuelo Cordelia Corinna Cornelia Cornelis Cornelius Cory Cosimo Crispin
Cristian Cristiano Cristobal Csaba Curt Cyprienne Cyrielle Dagmar Daisy Dalia Dalila Damian
Damir Damiano Danaé Dania Dante Daoud Darina Darrell Dario Darya Davide Davina Davy Débora Debra
Delia Delphin Demba Demetrius Demi Denzel Dereck Desiree Detlef Deva Devin Dewi Dexter Diana
Diarra Dick Diederik Dietmar Dietrich Digby Dilma Dino Diogo Djibril Dmitri Dmitry Dolly
Domenico Domingo Dominik Dominika Donato Doria Dorine Doron Dov Dragan Duane Dwayne Dyan Eamon
Ebba Ebenezer Eckhard Edda Edgardo Edna Édna Edoardo Edvard Edvin Egon Einar Eirik Ekaterina
Eladio Eleanor Eleonora Eli Elia Elian Eliana Eliette Elijah Elina Eliot Éliott Elisabetta
Elisha Eliza Elke Elliot Elliott Ellie Elmer Eloi Elsbeth Élvire Elvira Emanuele Emanuel Emel
Emeline Emerich Émérence Emi Emil Emilia Emiliano Emilio Emin Émir Emir Emmet Emmy Enea
Engelbert Ennio Enric Enrica Énzo Eoin Éphraïm Erasmus Erhard Erin Erkki Erling Erna Ernestina
Ernő Errol Erwann Esma Esperanza Esra Esteve Ester Ethel Étiennette Ettore Eugenia Eugenio
Eulalie Eunice Euphémie Eusebio Evangeline Evangelos Evariste Évariste Evelina Everett Ewa Ewan
Ewen Eyal Ezechiel Ezekiel Fabián Fabiola Fabricio Fadi Fadela Faiza Faïza Faouzi Farah Farouk
Fathi Fatma Fatiha Faycal Fay Fawzi Federica Fédor Fedor Felicia Felice Félicienne Felipa Felix
Fenella Fernanda Fiodor Filip Filipe Filippo Finlay Fiorella Flaminia Flaminio Flavia Flavio
Flora Floréal Florentina Florentine Folker Fortunato Foucauld Francisca Franciszek Franco
Frankie Frans Frantisek Franziska Freda Frédéricka Frederick Frederik Fredrik Freya Frieda
Friederike Fulbert Fulgence Fulvio Gaia Gaïa Gail Galina Gallagher Garance Garett Garfield
Garrett Gastone Gauvain Gautam Gaylord Gene Gennaro Geoffroi Geordie Georgina Georgi Georgios
Gerda Gerhart Germán Gerrit Gersende Gert Gertrud Gertrude Gerry Gervais Gerwin Ghassan Gheorghe
Ghyslain Giancarlo Gianfranco Gianluca Gianluigi Gianmarco Gigi Gilda Gildas Gildo Gilian
Ginevra Gioacchino Gioia Giordano Girolamo Gislaine Giselle Gitta Giuliana Giuliano Giulietta
Glen Glenda Godfrey Godfried Golda Gonzalo Gottfried Gotthold Grace Gracia Graciela Graeme Grant
Gratien Grażyna Gregg Grégoria Gregorio Griet Griselda Grzegorz Gudrun Guénaël Guénolé Guglielmo
Guilain Guilherme Guilaine Gül Gunnar Gunter Gunther Günther Gustavo Gus Guus Gwen Gwendal Gwenn
Gwyneth Habib Hachemi Hafida Hafsa Haïm Hakan Hala Halim Halima Hamed Hamidou Hamish Hana Hanane
Hanna Hannelore Hannes Hanns Harri Harrison Haruki Harriett Harro Hasan Hasna Haydée Hayden
Hayat Hedda Hedi Hédi Hedy Heike Heiko Heiner Hélie Héliodore Heloise Hella Helmuth Henk Hendrik
Henrietta Henrique Henryk Heribert Hermione Hernán Herta Hervey Hideo Hieronymus Higinio
Hildegard Hillel Hiroko Hiroyuki Hjalmar Holger Holly Honorine Horacio Horst Houda Houria Hovig
Hristo Hubertus Huguette Hülya Humphrey Hyacinthe Iacopo Iago Iban Ibtissem Idrissa Idris
Ignacio Ignatius Ignazio Ilaria Ildefonse Ilia Ilie Ilja Ilona Ilse Ilya Iman Imen Imogen Imran
Indira Inês Inger Ingeborg Ingo Inka Ioana Ionut Irena Irene Irénée Iréne Irwin Isabeau Isaura
Iseult Isidore Ismail Ismaïl Ismène Issam Issiaka István Italo Ivar Iván Ivonne Iwan Iwona
Izabela Jaak Jaap Jacek Jacinthe Jacinta Jacint Jacobus Jacopo Jacquot Jaime Jaco Jake Jakob
Jakub János Janina Janne Janus Jarek Jarmila Jarno Jaroslav Javi Jean-Loup Jean-Pascal Jeffery
Jehan Jelena Jen Jenna Jenni Jeppe Jerónimo Jeroen Jérémi Jérémiah Jesper Jess Jessie Jessy
Jesús Jimena Jitka Joachin Joana Joann João Joaquina Joceline Jochen Jock Joel Joelle Joey
Johanne Jojo Jolanta Jón Jonah Jonny Joop Jordan Jorg Jörg Jorgen Jørgen Joris Josephina Josep
Josselin Jost Josy Jouni Jovan Jozef Józef Jude Judicaël Judit Judson Jukka Juliane Julianne
Juliet Julija Junko Jussi Justina Justinien Justus Jutta Kacem Kaï Kai Kaisa Kajsa Kalidou Kalle
Kamala Kamil Karel Kareem Kari Karol Karolina Karoline Karsten Kasimir Katarina Katarzyna
Katharina Kathrin Katja Katsumi Katy Kaye Kazuo Kees Kelly Kelvin Kemal Kendra Kenji Kerstin
Kévyn Keyvan Khalil Khemais Kheira Kilian Killian Kimberly Kimberley Kinga Kirill Kirsty Kiyoshi
Kjell Klara Klemens Klement Koffi Koji Konstantin Konstantinos Korbinian Kostas Koen Kris
Krishna Krista Kristen Kristian Kristof Krystyna Krzysztof Kurtis Kylian Kylie Kyriakos Ladislas
Laila Laïla Lamine Lana Lancelot Landry Lanny Lasse Latifa Laurel Laurentine Lauriane Laurin
Lauro Lavinia Lawrence Layla Laz Lazlo Lea Leah Leander Leandro Lech Lee Leigh Leïa Leib Lemmy
Lenny Leonhard Leonid Leonie Leonidas Leonor Leonora Léontine Leopold Leopoldo Lesley Leszek
Leticia Letizia Lia Lida Liesbeth Lieven Ligia Lilia Liliana Lilith Lilly Lily Lindsay Lindsey
Linn Lino Lionello Lior Liselotte Lisandro Livia Lizzie Ljubomir Llorenç Lluís Logan Loïck Loïs
Lonnie Loredana Loren Lorena Loreto Lorna Lothaire Lotta Lotte Loubna Louane Louna Lowell
Lubomir Luana Luciana Luciano Lucrezia Ludvig Ludwika Luka Lukas Łukasz Lupita Lyndon Lysiane
Maarten Maaike Mabrouk Maciej Mads Mae Maëva Maelys Magdeleine Mahaut Mahdi Mahamadou Mahmud
Maia Maik Maike Maite Maja Majid Makoto Malala Malick Malina Mallaury Malvina Mamoun Mandy
Manolis Mansour Manu Mara Marc-Aurèle Marc-Olivier Marcela Marcelino Marcelo Marcia Marek
Margarida Margarethe Margherita Margit Margo Margrethe Marguerita Mari Mariana Marianna
Marie-Ange Marie-Eve Marie-France Marie-Line Marie-Noëlle Marie-Rose Marie-Victoire Mariette
Marika Marilia Marinette Marino Marisa Marisol Marit Marita Marjane Marjolaine Marjory Marko
Marla Marlena Marlene Marleen Marouane Marsha Marshall Mart Marta Márta Martijn Martín Martino
Marwan Masako Masha Mason Massimiliano Matei Mateusz Mathéo Mathilda Mathurine Matilda Matilde
Matías Matsuo Matti Mattias Mattéo Mattia Maura Mauricio Maurits Mauritz Mavis Maxim Maximilian
Maximiliano Maxwell Mayeul Mayssa Mayumi Meg Megan Meghan Mei Mekhi Melchior Mélina Melina
Melisande Melody Méline Mélusine Meredith Meriem Mervyn Meryem Messaoud Mette Mia Micaela Micha
Michal Michał Michail Michela Michelangelo Michele Michiel Micheline Miguel-Ángel Mihai Mihail
Mijo Mikaël Mikaela Mikel Mikhail Mikko Miklós Miles Milena Millie Mimi Mindy Minna Miquel Mira
Miranda Mireia Mirella Mirjam Mirko Miroslava Mischa Mitsuko Modibo Mohamadou Mohand Mokhtar
Moïra Moira Mokrane Momar Monia Moncef Monserrat Montserrat Morag Mordecai Moritz Morris Morten
Mortimer Moses Moshe Mostafa Moustapha Muhammed Murat Murray Musa Mustafa Myles Myra Myrna
Myrtille Nabila Nacera Nadejda Nadim Nadir Nadja Nael Nahia Nahum Naïm Naoki Naoto Narendra
Natasa Natasha Nathalia Nathanael Natividad Ned Neels Neela Neville Nicanor Niccolo Niccolò
Nicholas Nicklas Nico Nicodème Nicolai Nicolaus Nicolò Niek Niklas Niko Nikolaus Nikolaos
Nikolaj Nikki Nimrod Nino Nita Noa Noëlla Noëlle Noëllie Noemi Noëmie Nolwen Norah Nordin Noriko
Noura Nouredine Noureddine Nuno Nuria Nydia Obed Octavia Octavien Octavio Odell Odilia Ofelia
Olav Ole Olena Olgierd Olimpia Olof Olympe Omer Omid Omri Ondine Onofrio Oona Ophelia Oren Orhan
Oriana Oriol Orla Orlane Ortensia Orville Osvaldo Otis Otakar Otmar Ottavio Ottilie Özgür Paavo
Pacôme Paddy Paige Pál Palmiro Paloma Panagiotis Pancho Paolina Parker Pascaline Pasquale Patric
Patrizia Patrizio Paulina Pauli Paulus Pavel Paweł Payton Peder Peio Pekka Penny Pernille Perry
Petar Petr Petri Petronella Petros Petter Peyton Phan Philbert Philémon Philipp Phineas Pia Piet
Pieter Pierluigi Pierre-Olivier Pilar Pinchas Pirjo Polina Polly Porfirio Pranav Prakash
Priscilla Priya Pritam Pryce Rabah Rachelle Radek Radia Radu Rafaël Rafaela Ragnar Rahim Rahul
Raimo Raimon Raimund Raïssa Raj Rajesh Rajiv Rama Ramata Ramdane Rami Ramiro Ramzan Randall
Randolph Rania Rani Raphael Raphaela Rasmus Ravid Raya Rayan Raymundo Rebekah Redouane Reed
Reggie Régina Reidar Reinhold Reinier Reiner Renan Renato Rene Renee Renilde Reuben Reynaldo
Reza Rhonda Rhys Riad Rickard Rico Ridha Rik Riley Rina Rino Rinus Riva Roald Robbie Robby
Roberte Robertson Robrecht Robyn Rocco Rocío Roderick Roderic Rodger Rodolfo Rogelio Rogelia
Rogerio Rohan Rolando Romana Ronny Rony Roque Rory Rosa Rosalba Rosalia Rosalind Rosanne
Rose-Marie Roseline Rosemarie Rosetta Rosita Rosie Roswitha Rowena Roxana Roxanne Rozalia Rubens
Rudi Rudiger Rüdiger Rudolph Rui Rune Ruslan Russ Rutger Ruud Saad Sabina Sabino Sabri Sadia
Sadiq Safia Saida Saïda Salah Salem Samba Sami Sampsa Samson Sander Sandor Sándor Sanja Sanjay
Sanna Santi Saloua Sardar Sascha Satoshi Saulius Saverio Savinien Scarlett Schlomo Sébastienne
Sebastiano Sebastião Sebastien Seamus Séamus Sefik Seiji Selçuk Semyon Seppo Serafina Serap
Sergeï Serguei Serguëi Servais Séverino Seweryn Seyni Shai Shaker Shakira Shams Shana Shaun
Shauna Shawn Sheldon Shelley Sheng Sherif Sherry Shigeru Shiva Shlomo Siaka Sibel Sidi Sidonia
Sidy Siegbert Sigfried Sigurd Silas Silvester Silvestre Sílvia Simao Simeon Simona Simonetta
Sinan Sinead Siobhan Sirine Slava Slavoj Slobodan Sofie Sofya Solal Soledad Solenn Solenne
Solveig Sören Søren Sotiris Spencer Spiros Staffan Stanislav Stanisław Stefanie Steffen Stefanos
Steinar Sten Steph Stephane Stephania Stephano Stephon Stewart Stig Stina Stu Stefaan Suha
Sultana Sumi Sunita Sunil Suresh Susanne Susie Suzana Suzette Suzon Sveinn Svend Svenja Sverre
Swann Sybille Syed Sylvana Sylvanie Sylvère Sylwia Sylvio Szymon Taha Taher Tahar Takeshi
Takashi Talia Talal Tamar Tamás Taoufik Taryn Tasha Tatjana Taylor Tayeb Teo Teodor Teodora
Terese Terence Teresita Terri Tertullien Thaddeus Thea Thekla Theodor Theodora Theodoros
Théodora Theresia Thiago Thibaude Thibauld Thiemo Thilo Thomasine Thorbjörn Thorkild Thorvald
Tiago Tibor Tigran Tilda Tilman Timéo Timo Timotheus Tiphaine Tiziana Tiziano Tjeerd Tobie Todor
Tolga Tomáš Tomaso Tomi Tommaso Tomoko Tonia Tonino Tonio Torben Torsten Toshiro Touria Tracey
Travis Trent Trine Trish Trudy Tuomas Turid Tuva Twyla Tyrone Tzvi Uberto Ulrike Umar Umut Uriel
Urs Urszula Uta Ute Václav Vadim Valdemar Valentino Valerio Valerian Valérian Valter Vanina
Varga Vasile Vasili Vassili Vassilis Vedran Veit Velma Venceslas Veronica Veronika Vianney Vicki
Vidal Vigo Vijay Vikas Viktoria Viliam Vilma Vincente Vincenzo Vinicius Violaine Violeta
Virgilio Vittoria Vittorio Vitus Vivek Viviana Vivienne Vojtěch Volodymyr Vuk Wahid Waldemar
Waleed Walther Waltraud Wassila Wassim Wassily Wieland Wiebke Wilhelmina Wilhelmine Willi Willis
Wilma Winfried Winona Witold Wojciech Wolfram Wouter Xan Xander Xaver Ximena Xinyi Yacoub Yaacov
Yahia Yahya Yair Yakov Yamina Yanick Yannic Yara Yasmin Yasser Yassin Yassine Yasuo Yazid Yehuda
Yelena Yeliz Yevgeny Yigal Yitzhak Ylva Yoav Yohann Yohanna Yolanda Yolène Yorick Yosef Yoshi
Youmna Younes Youness Younis Youssou Youssoupha Yukio Yuko Yuliya Yulia Yunus Yuval Yusuf Yvain
Yvonick Zach Zachary Zahia Zahra Zaïa Zaki Zakaria Zdenek Zeina Zeljko Zephyrin Zhenya Ziad
Zineb Zita Zlatan Zoe Zofia Zoltán Zoran Zsuzsa Zulma Zuzana
"""
# Names of persons that are words, places, firms, ships or feasts as well.
_DOUBTFUL = """
Adonis Aimé Aimée Ange Aude Aurore Avril Blanche Blandine Bonaventure Carmel Cher Claudel
Clément Colombe Constance Désiré Désirée Fidèle Fleur Flore Florence Gaspard Gentil Germain
Guerlain Harmony Isis Jade Jasmine Joy Juste Juvénal Léon Luce Lucile Lys Madison Marina Modeste
Modestie Noël Océane Olive Olivier Pascal Pascale Pépin Perle Placide Prudence Rose Ruby Sandy
Savannah Serena Toussaint Verdi Victoire Victoria Virginia Zéphyr Charlotte Lorraine Reine
Sixtine Angélique Violette Marguerite Mercedes Carmen Constant Parfait Prosper Dan Will Bill
Mark Pat Jean Pierre Martin Robin Norman Merlin Max Junior Jo Ray Jay Marine Narcisse Capucine
Clémence Félicité Céleste Hortense Romane Victor
"""
DOUBTFUL = frozenset(_DOUBTFUL.split())
_SURE = frozenset(_GIVEN.split())
# Without accents too, as many are printed: « Aurelien ».
_BARE = {fold(name).title() for name in _SURE} - {"Come", "Par", "German"}
GIVEN = _SURE | DOUBTFUL | _BARE
