"""Common given names of many countries, folded: a hint that a short text is a person, never a condition.

Written for this project from general knowledge; names that are also everyday words are left out.
"""

from inkscout.vocabulary.folding import words

GIVEN_NAMES = words(
    """
    aaron abby abel abigail abraham ada adam adan adele adelina adrian adriana adrien agata agathe agnes
    agnieszka
    agustin agustina ahmed aida aidan aiden aiko aileen aimee aisha akira alain alan alana alba albert alberto
    aldo ale alec alejandra alejandro aleks aleksandar aleksander aleksandra aleksei alena alessandra
    alessandro
    alessia alessio alex alexa alexander alexandra alexandre alexandru alexei alexia alexis alfie alfonso
    alfred
    alfredo ali alice alicia alina aline alisa alisha alison alistair allan allen allie allison alma alonso
    alvaro
    alycia alyssa amalia amanda amar amber amelia amelie amina amir amy ana anabel anais anastasia
    anastasiia anders
    andre andrea andreas andreea andrei andrej andres andrew andrey andrzej andy ane anet aneta angela
    angelica
    angelika angelina angelo angie ania anika anita anja anke anna annabel anne annette annie anouk ansel
    anthony antoine
    anton antonella antoni antonia antonin antonio antony anya ariana ariel arjun arlo armando arnaud arne
    arnold
    artem arthur artur arturo asha ashley ashton asia astrid atsushi aubrey audrey august augusto aurelia
    aurelie
    aurora austin ava avery axel aya ayla aylin ayse
    barbara barry bart bartek bartosz bastian bastien bea beata beatrice beatriz becca beck becky bella ben
    benedikt benjamin benji benny benoit bernard bernardo bernd bert beth bethany betty bianca bill billie
    billy birgit
    bjarne bjorn blake blanca bob bobby bogdan boris boyan brad bradley brandi brandon brandy brayden
    breanna brenda
    brendan brent bret brett brian briana brianna bridget britta brittany britney brock brody bronte bronwyn
    bruce
    bruno bryan bryce bryn bryony byron
    caitlin caitlyn caleb callie callum calvin camila camille camilla camilo cameron candice carina carl
    carla carlo
    carlos carlota carly carmen carmine carol carole carolin carolina caroline carrie carsten carter casey
    casper
    cassandra cassidy cassie cata catalina catarina cath catherine cathy cecile cecilia cedric celia celine
    cesar
    chad chantal charlene charles charley charlie charlotte chelsea cheryl chiara chloe chris chrissy
    christa christel
    christian christiane christie christina christine christoph christophe christopher christy chuck ciara
    cindy
    claire clara clarissa clarisse claude claudia claudio claus clemence clement cliff clive cody cole colin
    colleen connor conrad constance constanza cora coralie corentin corey corinna corinne cory cosmin
    courtney craig
    cris cristian cristiano cristina cristobal curtis cynthia cyril cyrille
    dagmar dahlia daisy dakota dalia damian damiano damien damir damon dan dana dani daniel daniela daniele
    daniella
    danielle danil danilo danny dante daphne daria dario dariusz darko darlene darren darryl daryl dasha
    dave david
    davide davina dawid dean deb debbie deborah debra deirdre delia delphine denis denise dennis denny derek
    deron
    desiree devin devon diana diane didier diego dieter dima dimitri dina dino dirk dmitri dmitrii dmitry
    dom domenico
    dominic dominik dominika dominique don donald donna donovan dora doreen doris dorota dorothy doug
    douglas drea drew
    duncan dustin dwayne dylan
    ebony eddie eden edgar edith edoardo eduard eduarda eduardo edward edwin egor eileen ekaterina ela
    elaine elea
    eleanor elena eleni eleonora eleonore eli elia elias elin elina elio eliot elisa elisabeth elise eliza
    elizabeth
    ella elle ellen ellie elliot elliott elly elodie elsa elvira emanuel emanuele emil emilia emiliano
    emilie emilio emily
    emma emmanuel emmanuelle emmet emre enrico enrique enzo eric erica erich erick erik erika erin ernesto
    ernst
    esmeralda esteban estefania estelle esther ethan eugen eugene eugenia eugenio eva evan evangelina eve
    evelin
    evelyn evelyne everett evgenia evgeni evgeniy ewa ewan ewelina
    fabian fabiana fabien fabienne fabio fabiola fabrice fabrizio fatima federica federico felicia felicity
    felipe felix ferdinand fernanda fernando filip filipa filipe filippo fiona flavia flavio flo flor florence
    florent florentin florian floriane fran francesca francesco francine francis francisca francisco franco
    francois
    francoise frank franka frankie franz franziska fred freddie freddy frederic frederick frederik
    frederique freya
    frida frieda friedrich fritz
    gabby gabi gabriel gabriela gabriele gabriella gabrielle gael gaelle gaetan gail galina gareth garrett
    gary gaston
    gavin gemma gene genevieve geoff geoffrey george georges georgia georgie georgina gerald gerard gerardo
    gerda
    gerhard german gert giacomo giada gian giancarlo gianluca gianna gianni giannis gilbert gilles gillian
    gina
    ginevra giorgia giorgio giovanna giovanni gisela giselle giulia giulio giuseppe gleb glen glenn gloria
    gonzalo
    gordon goran grace graham grant greg gregoire gregor gregory greta grigori gretchen guido guilherme
    guillaume
    guillermo gustav gustavo guy gwen gwendolyn grzegorz
    hailey haley hana hank hanna hannah hannes hans harald harley harold harriet harris harry haruka harvey
    hassan
    hayden hayley heather hector hedi heidi heike heiko heinz helen helena helene helga helmut hendrik henri
    henrietta
    henrik henrique henry herbert herve hilary hilda hiro hiroki hiroshi holger hollie holly horst hubert
    hugh hugo
    humberto huseyin
    iain ian ibrahim ida igor ike ilaria ilja ilse ilya imogen ina ines inga inge ingo ingrid inna ioana ira
    irene irina
    iris irma isa isaac isabel isabela isabell isabella isabelle isaiah ismael israel ivan ivana iveta ivo
    ivonne
    ivy iwona izabela izzy
    jack jackie jackson jaclyn jacob jacqueline jacques jade jaime jake jakob jakub jamal james jamie jan
    jana jane
    janet janice janika janina janine janis jannik jannis jared jarek jaroslav jasmin jasmine jason jasper
    javier
    jay jayden jayesh jayne jean jeanette jeanne jeff jeffrey jelena jen jenifer jenna jenni jennie jennifer
    jenny jens
    jeremiah jeremias jeremy jerome jerry jess jesse jessica jessie jesus jill jillian jim jimena jimmy
    joachim
    joan joana joanna joanne joao joaquin jocelyn jochen jodie joe joel joelle joey johan johann johanna
    johannes
    john johnny johnnie jolanda jolie jon jonas jonathan jonny jordan jordi jordy jorg jorge jorgen joris
    jorn jose josef
    josefina joseph josephine josh joshua josiah josie joy joyce juan juana juanita judith judy jules julia
    julian
    juliana juliane julianna julie julien juliet juliette julio julius jun june juraj jurgen justin justine
    justyna
    kai kaito kamil kamila kara karen karim karin karina karl karla karol karolina karsten kasia kasper
    katarina
    katarzyna kate katelyn katerina katharina katherine kathi kathleen kathrin kathryn kathy katia katie
    katja katka
    katrin katrina katy katya kay kaya kayla kaylee kei keiko keith kelly kelsey ken kendall kendra kenji
    kenneth
    kenny kenta kenzo kerry kerstin kevin khalid kiara kieran kilian kim kimberley kimberly kira kirill
    kirsten kirsty
    kit kitty kjell klara klaudia klaus koen konrad konstantin kris krista kristen kristian kristin kristina
    kristine
    kristof krystal krystian krzysztof kseniia ksenia kseniya kurt kyle kylie kyra
    lana lara larissa larry lars laszlo latoya laura laure laureen lauren laurence laurent laurie laurin
    lavinia lea leah
    leandro leanne lee leif leila lena lenka lennart lenny leo leon leona leonard leonardo leonid leonie
    leonor
    leopold leroy lesley leslie leticia lewis lex lia liam liana libby lidia liesbeth lilia lilian liliana
    lilli
    lillian lilly lily lina linda lindsay lindsey linnea linus lionel lisa lise liv livia liz liza lizzie
    lloyd logan
    lois lola lora lore loren lorena lorenzo loretta lori loris lorna lorraine lottie lotta lou louis louisa
    louise lourdes
    luana luc luca lucas lucia lucian luciana luciano lucie lucien lucile lucinda lucio lucy ludovic ludwig
    luigi
    luis luisa luiz lukas lukasz luke luna lutz luz lydia lyle lynda lyndsey lynn lyubov
    maciej mackenzie maddie maddy madeleine madelyn madison mads maeva magali magda magdalena maggie magnus
    mahmoud maia
    maike maja malcolm malgorzata malik malin malte malu mandy manfred manu manuel manuela mara marc marcel
    marcela marceli marcella marcello marcelo marcia marcin marco marcos marcus marek maren margaret
    margarita margaux
    margherita margo margot maria mariam marian mariana marianna marianne mariano marie mariel marielle
    marija marika
    marilyn marina mario marion marisa marisol marissa marit marita marius mariusz marjorie marko markus marla
    marlene marlon marnie marta marten martha martijn martin martina martine martyna marvin mary maryna
    mary-ann
    masha massimo mat mateo mateus mateusz mathias mathieu mathilda mathilde matias matilda matt matteo
    matthew
    matthias matthieu mattia mattie maud maura maureen maurice mauricio maurizio mauro mavis max maxi maxim
    maxime
    maximilian maximilien maya mckenna megan mehdi mehmet mei mel melanie melinda melina melissa melody
    mercedes
    meredith merle merve mia micha michael michaela michal micheal michel michela michele michelle mick
    mickael mickey
    miguel mihai mika mikael mike mikel mikhail mikki mikolaj mila milan milena miles millie milo milos mimi
    mina mira
    miranda mireia mirela miriam mirko mirna miroslav misha missy mitch mitchell miya moana mohamed mohammed
    moira
    molly mona monica monika monique morgan morgane moritz morten moses muhammad murat muriel murray mustafa
    myles
    myra myriam myrtle
    nadezhda nadia nadine nadja nancy nando naomi nastya nat natacha natalia natalie natalija nataliya
    natalya natasha
    natascha nate nathalie nathan nathaniel neil nell nellie nelly nelson nerea nestor niall nic niccolo
    nicholas
    nick nicki nicky nico nicola nicolas nicolau nicole nicoletta niels nigel nik nika niki nikita nikki
    niklas niko
    nikola nikolai nikolas nikolaus nils nina nino nitesh noa noah noel noelia noelle noemi nolan nora
    norbert norma
    norman nuno nuria
    octavia octavio ola olaf olav ole oleg oleksandr oleksandra olena olga olga oliver olivia olivier olya
    omar
    ondrej oona oriana oriol orlando oscar oskar osman otto owen oxana
    pablo paige paloma pam pamela paola paolo paris parker pascal pascale pat patrice patricia patricio
    patrick
    patrik patrizia patryk paul paula paulina pauline paulo pavel pavlo pawel payton pedro peggy penelope
    penny pepe
    percy perla pernilla perry pete peter petr petra petros phil philip philipp philippa philippe phillip
    phoebe
    pia pierre pierrick pietro pilar pim piotr poppy preston priscilla priya przemek
    quentin quinn
    rachel rachael radek rafael rafal raffaele rahul raimund rainer raissa ralf ralph ramon ramona randall
    randy raoul
    raphael raphaelle raquel rasmus raul raven raymond reagan rebecca rebekah reggie regina reinhard remi remy
    renata renate renato rene renee reto reuben rhiannon rhys riccardo ricardo richard rick rickard ricky
    rico riley
    rita rob robbie robby robert roberta roberto robin robyn rocco rochelle rod rodney rodolfo rodrigo roger
    roland
    rolf roman romain romane romana romeo romina romy ron ronald ronan ronja ronny rory rosa rosalia rosalie
    rosalind
    rosanna rosario rosemary rosie ross rotem rowan roxana roxane roxanne roy ruben rudolf rudy rufus rui
    rune rupert
    russell ruth ryan ryo ryota
    sabina sabine sabrina sacha sakura salma salome salvador salvatore sam samantha samara sami samir samira
    sammy
    samson samuel samuele sander sandra sandrine sandro sandy sanja sanna santiago santino sara sarah sascha
    sasha
    saskia saul savannah scarlett scott sean seb sebas sebastian sebastiano sebastien selena selina selma
    serena
    serge sergei sergej sergey sergio seth severin severine seymour shane shanna shannon sharon shaun shauna
    shawn
    sheila shelby shelley sherry shirley sidney siegfried sienna sigrid silke silvana silvia silvio silvina
    sima
    simon simona simone siobhan sira siri sky skye skylar sofia sofie solange soledad sonia sonja sonya
    sophia sophie
    soren spencer stacey stacy stan stanislav stefan stefania stefanie stefano steffen steffi stella stephan
    stephane stephanie stephen steve steven stewart stijn stuart sue suki sullivan summer-lee susan susana
    susann
    susanna susanne susi suzanne suzy svea sven svetlana svenja swen sybille sydney sylvain sylvia sylvie
    szymon
    tabea tabitha tadeusz takashi takeshi talia tamara tamas tammy tania tanja tanya tara tarik tasha
    tatiana tatjana
    tatyana taylor ted teddy teo teresa teri terri terrence terry tess tessa thais thalia thea theo theodor
    theodora
    theresa therese thiago thibault thierry thijs thom thomas thorsten tia tiago tiana tiffany tilo tim timm
    timo
    timon timothee timothy timur tina tino tobi tobias toby todd tom tomas tomasz tommaso tommy tomoko
    tomislav toni
    tonia tony tore torsten toshi tracey tracy travis trent trevor tricia trinity tristan troy trudy tyler
    tyrone tyson
    ugo ulf uli ulrich ulrike ulrika urs ursula uta ute uwe
    vadim val valentin valentina valentine valentino valeria valerie valerio valeriya vanessa vasil vasily
    vaughn
    veronica veronika veronique vic vicente vicki vicky victor victoria victoire viktor viktoria viktoriia
    vik vika
    vince vincent vincenzo viola violeta violetta virginia virginie vitali vitaliy vito vittoria vittorio
    vivian
    viviana viviane vivien vivienne vlad vladimir vladislav volker volodymyr
    wade walter wanda warren waylon wayne wendy werner wes wesley wilbur wilfried wilhelm willem william
    willie willy
    wilma winston wojciech wolfgang wout
    xander xavier xenia ximena
    yael yana yannick yannis yara yasemin yasmin yasmine yolanda yoann yoan yohan yosef yui yuka yuki yulia
    yuliia yuri
    yuriy yury yusuf yuta yvan yves yvette yvonne
    tilly arden bodhi briar cleo colm darcy delilah demi dina effie elodie esme ezra fern fleur frankie gus
    hattie hazel hettie hollis iggy imani indigo indie isla ivo jago jemima jonah juno kaya kerys kiera lark
    lettie linnea lottie lyra maisie margo marlowe mateo mina minnie mollie myrtle neve niamh nova odette
    olive orla oona otis ottilie perry petra pippa poppy posy quincy ravi reuben rhea rio roan rocky romilly
    rosalyn rudi sable saoirse sasha seren shay sid silas sonny stevie suki talia tallulah teddy temperance
    thora tova una vera wilf wilhelmina winnie wren xanthe yasmina zadie zelie zephyr zinnia zosia
    zac zach zachary zack zara zeynep zelda zina zoe zoey zofia zoltan zora zsofia zuzana zuzanna
    александр александра алексей алена алёна алина алиса алла анастасия анатолий андрей анжела анна антон
    арина
    артем артём артур богдан борис вадим валентин валентина валерий валерия варвара василий вера вероника
    виктор
    виктория виталий влад владимир владислав вячеслав галина геннадий георгий глеб григорий данил даниил
    дарья даша
    денис диана дима дмитрий евгений евгения егор екатерина елена елизавета жанна зоя иван игорь илья инна
    ирина
    карина катя кирилл кристина ксения лариса лена леонид лидия лиза любовь людмила майя макс максим
    маргарита марина
    мария маша михаил надежда настя наталия наталья наташа никита николай нина оксана олег ольга оля павел
    петр полина
    роман руслан рустам света светлана семен семён сергей софия соня станислав степан таисия тамара таня
    татьяна тимофей
    тимур ульяна федор филипп эдуард элина эльвира юлия юля юрий яна ярослав
    андрій богдана вікторія віталій володимир дмитро євген іван ілля ірина катерина кирило максим марія
    микола михайло
    наталія олександр олександра олексій олена оля павло петро сергій соломія софія тарас тетяна христина
    юлія юрій
    אבי אביב אורי אור אורית איתי אלון אמיר אנה בן גיא דוד דן דנה דניאל חן טל יוסי יעל ליאור לי ליז מאיה מיכל
    נועה נועם
    עדי עומר ענת קרן רון רוני רותם רועי שחר שירה שרון תומר תמר
    """
)
