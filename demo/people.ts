// Names people could have in the four cities of the demo world. Put together for it; nobody in particular is meant.
import type { Random } from './random.ts'

export const regions = ['lagos', 'dhaka', 'pune', 'austin'] as const
export type Region = (typeof regions)[number]

export interface Person {
  readonly given: string
  readonly family: string
  readonly gender: 'female' | 'male'
  /** In the script of the place where that is not Latin. */
  readonly native: { readonly given: string; readonly family: string } | null
}

interface Name {
  readonly latin: string
  readonly native: string | null
}

/** People whose given and family names go together. */
interface Community {
  readonly weight: number
  readonly female: readonly Name[]
  readonly male: readonly Name[]
  readonly families: readonly Name[]
  /** Last names that only women, or only men, bear. */
  readonly familiesOf?: { readonly female: readonly Name[]; readonly male: readonly Name[] }
}

/** `Ada Bola` or, with the native script after an equals sign, `Ayesha=আয়েশা Rahim=রহিম`. */
function names(text: string): readonly Name[] {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [latin = '', native = null] = entry.split('=')
      return { latin, native }
    })
}

const yorubaFamilies = names(`
  Adebayo Adeyemi Adeleke Adekunle Adesanya Adeniyi Adeoye Afolabi Ajayi Akinola Akintola Akinwale Alabi Aluko Awoyemi Ayodele Babalola Balogun
  Bamidele Bankole Coker Dada Fagbemi Falana Fashola Fasasi Idowu Kolawole Ladipo Lawal Martins Odukoya Ogunleye Ojo Okunola Oladipo Olaniyan
  Olatunji Olusegun Onabanjo Oyedepo Oyelaran Sanusi Shittu Sowande Thomas Williams`)
const igboFamilies = names(`
  Abara Agu Amadi Aneke Anyanwu Azubuike Chukwu Chukwuma Ekwueme Eze Ezeh Ibe Igwe Ikenna Iroegbu Mbah Mbakwe Nnadi Nnamdi Nwachukwu Nwankwo
  Nwosu Obi Odinaka Okafor Okeke Okonkwo Okoro Okoye Onwudiwe Onyekachi Orji Ugwu Umeh Uzor`)

const lagos: readonly Community[] = [
  {
    weight: 40,
    female: names(`
      Abeni Abiola Adaeze Adunni Aina Anike Arike Ayo Bisi Bolanle Bukola Damilola Ebun Folake Folasade Funke Funmilayo Ibidun Ireti Iyabo Kehinde
      Mojisola Morenike Ololade Omolara Oyinkan Ronke Sade Simisola Temitope Titilayo Tolani Yetunde Yewande`),
    male: names(`
      Abayomi Ademola Adewale Akin Ayodeji Babatunde Bayo Biodun Dayo Dele Femi Gbenga Jide Kayode Kola Kunle Lanre Muyiwa Niyi Olumide Oluwaseun
      Rotimi Segun Seyi Sola Taiwo Tayo Tobi Tunde Wale Wole Yinka`),
    families: yorubaFamilies,
  },
  {
    weight: 25,
    female: names(`
      Adaora Amaka Amarachi Chiamaka Chidinma Chinelo Chinwe Chioma Ebele Ifeoma Ifunanya Ijeoma Kosisochukwu Ngozi Nkechi Nkiru Nneka Obiageli
      Ogechi Oluchi Onyinye Uchenna Uju Urenna`),
    male: names(`
      Arinze Chibuike Chidi Chiedozie Chijioke Chima Chinedu Chukwudi Ebuka Emeka Ifeanyi Ikechukwu Izuchukwu Kelechi Kenechukwu Nnaemeka Nonso
      Obinna Okechukwu Onyeka Tobenna Uche Ugochukwu Uzoma`),
    families: igboFamilies,
  },
  {
    weight: 12,
    female: names(
      `Aisha Amina Asabe Bilkisu Fatima Hadiza Hafsat Halima Hauwa Jummai Khadija Ladi Maryam Rahama Rakiya Safiya Zainab Zulai`,
    ),
    male: names(
      `Abba Abdullahi Aminu Bashir Bello Danladi Garba Habibu Haruna Ibrahim Idris Kabiru Lawan Mukhtar Nasiru Sani Shehu Umar Usman Yakubu`,
    ),
    families: names(`
      Abubakar Adamu Ahmad Aliyu Bala Bature Danbaba Danjuma Gambo Hassan Inuwa Isah Jibril Kano Katsina Maikudi Mohammed Musa Ringim Sambo
      Suleiman Tanko Wada Yusuf Zubairu`),
  },
  {
    weight: 23,
    female: names(
      `Abigail Blessing Caroline Comfort Deborah Esther Faith Favour Gloria Grace Joy Mercy Patience Peace Precious Rebecca Ruth Victoria`,
    ),
    male: names(
      `Bright Daniel David Emmanuel Festus Gabriel Godwin Isaac Israel Joseph Joshua Michael Moses Paul Peter Samuel Solomon Sunday`,
    ),
    families: [...yorubaFamilies, ...igboFamilies],
  },
]

const dhaka: readonly Community[] = [
  {
    weight: 90,
    female: names(`
      Afroza=আফরোজা Amena=আমেনা Anika=আনিকা Arifa=আরিফা Asma=আসমা Ayesha=আয়েশা Bilkis=বিলকিস Dilara=দিলারা Farhana=ফারহানা Farida=ফরিদা
      Fatema=ফাতেমা Habiba=হাবিবা Hasina=হাসিনা Humaira=হুমায়রা Jannat=জান্নাত Jesmin=জেসমিন Kamrun=কামরুন Khadija=খাদিজা Laila=লায়লা
      Lamia=লামিয়া Mahfuza=মাহফুজা Mahmuda=মাহমুদা Maliha=মালিহা Mariam=মরিয়ম Masuma=মাসুমা Mim=মিম Momtaz=মমতাজ Monira=মনিরা Mousumi=মৌসুমী
      Nadia=নাদিয়া Nargis=নার্গিস Nasrin=নাসরিন Nazma=নাজমা Nilufar=নিলুফার Nusrat=নুসরাত Parveen=পারভীন Rabeya=রাবেয়া Rehana=রেহানা
      Rokeya=রোকেয়া Rumana=রুমানা Ruma=রুমা Sabina=সাবিনা Sadia=সাদিয়া Salma=সালমা Samira=সামিরা Shaila=শায়লা Sharmin=শারমিন Shirin=শিরিন
      Sumaiya=সুমাইয়া Suraiya=সুরাইয়া Tahmina=তাহমিনা Tania=তানিয়া Taslima=তাসলিমা Yasmin=ইয়াসমিন Zannatul=জান্নাতুল`),
    male: names(`
      Abdul=আব্দুল Abir=আবির Alamgir=আলমগীর Anis=আনিস Anwar=আনোয়ার Arif=আরিফ Ashraful=আশরাফুল Asif=আসিফ Ataur=আতাউর Aziz=আজিজ Badrul=বদরুল
      Bashir=বশির Delwar=দেলোয়ার Enamul=এনামুল Faisal=ফয়সাল Farhan=ফারহান Faruk=ফারুক Golam=গোলাম Habib=হাবিব Harun=হারুন Hasan=হাসান
      Iqbal=ইকবাল Imran=ইমরান Jahangir=জাহাঙ্গীর Jahid=জাহিদ Jamal=জামাল Jasim=জসিম Kamal=কামাল Kamrul=কামরুল Khaled=খালেদ Liton=লিটন
      Mahbub=মাহবুব Mahfuz=মাহফুজ Mahmud=মাহমুদ Mamun=মামুন Masud=মাসুদ Mehedi=মেহেদী Mizanur=মিজানুর Monir=মনির Mostafa=মোস্তফা
      Murad=মুরাদ Nahid=নাহিদ Naim=নাঈম Nasir=নাসির Nazmul=নাজমুল Noman=নোমান Nurul=নুরুল Omar=ওমর Rafiqul=রফিকুল Rahim=রহিম Raihan=রায়হান
      Rakib=রাকিব Rashed=রাশেদ Rezaul=রেজাউল Riaz=রিয়াজ Rubel=রুবেল Sabbir=সাব্বির Sadek=সাদেক Saiful=সাইফুল Sajjad=সাজ্জাদ Salam=সালাম
      Selim=সেলিম Shafiqul=শফিকুল Shahid=শহীদ Shakil=শাকিল Shamim=শামীম Sohel=সোহেল Sumon=সুমন Tanvir=তানভীর Tareq=তারেক Tariqul=তারিকুল
      Yasin=ইয়াসিন Zahirul=জহিরুল Zakir=জাকির`),
    families: names(`
      Ahmed=আহমেদ Akanda=আকন্দ Akhand=আখন্দ Alam=আলম Ali=আলী Ansari=আনসারী Bepari=বেপারী Bhuiyan=ভূঁইয়া Chowdhury=চৌধুরী Dewan=দেওয়ান
      Faruqi=ফারুকী Fakir=ফকির Gazi=গাজী Haider=হায়দার Halder=হালদার Haque=হক Hashem=হাশেম Howlader=হাওলাদার Jamil=জামিল Jomaddar=জমাদ্দার
      Kabir=কবির Kazi=কাজী Khan=খান Khandaker=খন্দকার Khondokar=খোন্দকার Laskar=লস্কর Majumder=মজুমদার Malik=মালিক Matubbar=মাতুব্বর Mia=মিয়া
      Mir=মীর Mirza=মির্জা Molla=মোল্লা Mondol=মন্ডল Morshed=মোরশেদ Munshi=মুন্সী Mridha=মৃধা Nabi=নবী Pathan=পাঠান Paramanik=প্রামাণিক
      Patwary=পাটোয়ারী Prodhan=প্রধান Quraishi=কোরাইশী Sardar=সরদার Sarkar=সরকার Sayed=সৈয়দ Shah=শাহ Shaikh=শেখ Shikder=শিকদার Siddique=সিদ্দিক
      Talukder=তালুকদার Tarafdar=তরফদার Zaman=জামান`),
    familiesOf: {
      female: names(`
        Akhter=আখতার Akter=আক্তার Ara=আরা Banu=বানু Begum=বেগম Ferdous=ফেরদৌস Islam=ইসলাম Jahan=জাহান Khanam=খানম Khatun=খাতুন Nahar=নাহার
        Nesa=নেছা Rahman=রহমান Sultana=সুলতানা`),
      male: names(`
        Hasan=হাসান Hossain=হোসেন Islam=ইসলাম Karim=করিম Mahmud=মাহমুদ Rahman=রহমান Rashid=রশিদ Uddin=উদ্দিন`),
    },
  },
  {
    weight: 10,
    female: names(`Anjali=অঞ্জলি Bithi=বীথি Dipa=দীপা Gita=গীতা Joya=জয়া Mita=মিতা Puja=পূজা Rina=রীনা Shilpi=শিল্পী Sushmita=সুস্মিতা`),
    male: names(`Amit=অমিত Biplob=বিপ্লব Dipok=দীপক Gopal=গোপাল Joy=জয় Palash=পলাশ Pradip=প্রদীপ Ratan=রতন Sanjoy=সঞ্জয় Uttam=উত্তম`),
    families: names(`
      Banik=বণিক Barua=বড়ুয়া Basak=বসাক Bhowmik=ভৌমিক Biswas=বিশ্বাস Chakraborty=চক্রবর্তী Das=দাস Datta=দত্ত Debnath=দেবনাথ Dey=দে Ghosh=ঘোষ
      Karmakar=কর্মকার Kundu=কুণ্ডু Nath=নাথ Pal=পাল Roy=রায় Saha=সাহা Sen=সেন Shil=শীল Sutradhar=সূত্রধর`),
  },
]

const pune: readonly Community[] = [
  {
    weight: 100,
    female: names(`
      Aarti=आरती Aditi=अदिती Aishwarya=ऐश्वर्या Amruta=अमृता Anagha=अनघा Anita=अनिता Anjali=अंजली Ankita=अंकिता Anuja=अनुजा Ashwini=अश्विनी
      Bhagyashree=भाग्यश्री Bhakti=भक्ती Chaitali=चैताली Deepa=दीपा Deepali=दीपाली Gauri=गौरी Gayatri=गायत्री Hema=हेमा Ishwari=ईश्वरी
      Jyoti=ज्योती Kalyani=कल्याणी Kavita=कविता Ketaki=केतकी Komal=कोमल Lata=लता Leena=लीना Madhavi=माधवी Madhuri=माधुरी Manasi=मानसी
      Manisha=मनीषा Meera=मीरा Mrunal=मृणाल Mugdha=मुग्धा Namrata=नम्रता Neha=नेहा Nisha=निशा Pallavi=पल्लवी Pooja=पूजा Prachi=प्राची
      Pradnya=प्रज्ञा Priya=प्रिया Priyanka=प्रियंका Radhika=राधिका Rashmi=रश्मी Rekha=रेखा Rohini=रोहिणी Rucha=ऋचा Rutuja=ऋतुजा Sakshi=साक्षी
      Sanika=सानिका Sarika=सारिका Savita=सविता Sayali=सायली Seema=सीमा Shalaka=शलाका Sharvari=शर्वरी Shital=शीतल Shraddha=श्रद्धा Shreya=श्रेया
      Shubhangi=शुभांगी Smita=स्मिता Sneha=स्नेहा Sunita=सुनीता Supriya=सुप्रिया Surekha=सुरेखा Swati=स्वाती Tanvi=तन्वी Tejal=तेजल
      Vaishnavi=वैष्णवी Vandana=वंदना Varsha=वर्षा Vidya=विद्या Vrushali=वृषाली Yogita=योगिता`),
    male: names(`
      Abhijit=अभिजीत Abhishek=अभिषेक Aditya=आदित्य Ajay=अजय Ajinkya=अजिंक्य Akash=आकाश Akshay=अक्षय Amey=अमेय Amit=अमित Amol=अमोल Aniket=अनिकेत
      Anil=अनिल Arjun=अर्जुन Ashok=अशोक Atharva=अथर्व Atul=अतुल Bhushan=भूषण Chetan=चेतन Chinmay=चिन्मय Datta=दत्ता Deepak=दीपक Dilip=दिलीप
      Ganesh=गणेश Gaurav=गौरव Girish=गिरीश Harshad=हर्षद Hemant=हेमंत Hrishikesh=हृषिकेश Jayant=जयंत Kedar=केदार Kiran=किरण Kunal=कुणाल
      Mahesh=महेश Makarand=मकरंद Mandar=मंदार Mangesh=मंगेश Milind=मिलिंद Mohan=मोहन Mukund=मुकुंद Nikhil=निखिल Nilesh=निलेश Nitin=नितीन
      Omkar=ओंकार Pankaj=पंकज Paresh=परेश Prakash=प्रकाश Pramod=प्रमोद Pranav=प्रणव Prasad=प्रसाद Prashant=प्रशांत Pratik=प्रतीक Rahul=राहुल
      Rajendra=राजेंद्र Rajesh=राजेश Rakesh=राकेश Ravindra=रवींद्र Rohan=रोहन Rohit=रोहित Sachin=सचिन Sagar=सागर Sameer=समीर Sandeep=संदीप
      Sanjay=संजय Santosh=संतोष Sarang=सारंग Saurabh=सौरभ Shailesh=शैलेश Shantanu=शंतनू Shrikant=श्रीकांत Shubham=शुभम Siddharth=सिद्धार्थ
      Subhash=सुभाष Sudhir=सुधीर Suhas=सुहास Sumit=सुमित Sunil=सुनील Suresh=सुरेश Swapnil=स्वप्निल Tejas=तेजस Tushar=तुषार Uday=उदय Umesh=उमेश
      Vaibhav=वैभव Vijay=विजय Vikas=विकास Vikram=विक्रम Vilas=विलास Vinayak=विनायक Vishal=विशाल Vivek=विवेक Yash=यश Yogesh=योगेश`),
    families: names(`
      Agarwal=अग्रवाल Apte=आपटे Athavale=आठवले Babar=बाबर Bapat=बापट Bhagat=भगत Bhandari=भंडारी Bhave=भावे Bhide=भिडे Bhonsle=भोसले Bhosale=भोसले
      Borkar=बोरकर Chaudhari=चौधरी Chavan=चव्हाण Chitnis=चिटणीस Dange=डांगे Date=दाते Deshmukh=देशमुख Deshpande=देशपांडे Dhumal=धुमाळ
      Dixit=दीक्षित Gadgil=गाडगीळ Gaikwad=गायकवाड Ghate=घाटे Ghorpade=घोरपडे Godbole=गोडबोले Gokhale=गोखले Gupta=गुप्ता Inamdar=इनामदार
      Jadhav=जाधव Jagtap=जगताप Jain=जैन Jog=जोग Joshi=जोशी Kadam=कदम Kale=काळे Kamble=कांबळे Kanade=कानडे Karve=कर्वे Kelkar=केळकर
      Khandekar=खांडेकर Khare=खरे Kher=खेर Kulkarni=कुलकर्णी Lele=लेले Limaye=लिमये Lokhande=लोखंडे Mahajan=महाजन Mane=माने Marathe=मराठे
      Mehta=मेहता Mhatre=म्हात्रे Mishra=मिश्रा More=मोरे Naik=नाईक Nene=नेने Nikam=निकम Oak=ओक Pandit=पंडित Paranjape=परांजपे Patankar=पाटणकर
      Patel=पटेल Pathak=पाठक Patil=पाटील Pawar=पवार Pendse=पेंडसे Phadke=फडके Pingle=पिंगळे Potdar=पोतदार Purandare=पुरंदरे Ranade=रानडे
      Rane=राणे Rathod=राठोड Raut=राऊत Salunkhe=साळुंखे Sane=साने Sathe=साठे Sawant=सावंत Shah=शाह Sharma=शर्मा Shinde=शिंदे Shirke=शिर्के
      Singh=सिंह Sonawane=सोनवणे Surve=सुर्वे Tambe=तांबे Tilekar=टिळेकर Thorat=थोरात Upadhye=उपाध्ये Vaidya=वैद्य Wagh=वाघ Yadav=यादव`),
  },
]

const austin: readonly Community[] = [
  {
    weight: 65,
    female: names(`
      Abby Alexis Allison Amber Amy Angela Anna Ashley Audrey Beth Brooke Caitlin Carrie Charlotte Chelsea Christine Claire Courtney Dana Diane
      Elaine Ella Emily Erin Hannah Harper Heather Holly Jenna Jessica Julia Kara Kate Kelsey Laura Lauren Leah Lindsay Lucy Madison Megan Molly
      Morgan Natalie Nicole Olivia Paige Rachel Sarah Savannah Shelby Sophie Stephanie Taylor Tessa Tiffany Tracy Vanessa Wendy Zoe`),
    male: names(`
      Aaron Adam Alex Andrew Austin Ben Blake Brad Brandon Brian Caleb Cameron Carter Chad Chris Clay Cody Cole Colin Connor Dalton Derek Drew
      Dustin Dylan Eli Eric Ethan Evan Garrett Grant Greg Hunter Ian Jack Jake James Jared Jason Jeff Joel Justin Keith Kevin Kyle Logan Luke
      Marcus Mason Matt Nathan Noah Owen Patrick Ross Ryan Scott Sean Todd Travis Trevor Tyler Wade Wyatt Zach`),
    families: names(`
      Adams Allen Anderson Bailey Baker Barnes Bell Bennett Brooks Brown Bryant Burke Butler Campbell Carlson Carter Clark Coleman Collins Cook
      Cooper Crawford Davis Dawson Dixon Edwards Ellis Evans Fisher Fleming Foster Freeman Gibson Graham Gray Green Griffin Hall Hamilton Harris
      Hayes Henderson Hill Holland Howard Hughes Jackson Jenkins Johnson Jordan Keller Kelly King Lawson Lewis Long Marshall Martin McCoy Miller
      Mitchell Moore Morris Murphy Nelson Palmer Parker Perry Peterson Phillips Porter Powell Price Reed Reynolds Roberts Russell Sanders Scott
      Shaw Simmons Stewart Sullivan Thompson Tucker Turner Walker Wallace Warren Watkins Webb Wells West Wheeler White Wilson Wood Wright Young`),
  },
  {
    weight: 28,
    female: names(
      `Alejandra Ana Camila Carmen Daniela Elena Gabriela Guadalupe Isabel Jimena Lucia Marisol Paola Rosa Sofia Valeria Veronica Ximena`,
    ),
    male: names(
      `Alejandro Andres Carlos Diego Eduardo Emilio Esteban Fernando Gustavo Hector Javier Jorge Luis Mateo Miguel Rafael Ricardo Sergio`,
    ),
    families: names(`
      Aguilar Alvarez Castillo Cruz Delgado Diaz Escobar Flores Garcia Garza Gomez Gonzalez Guerrero Gutierrez Hernandez Lopez Martinez Medina
      Mendoza Morales Ortiz Perez Ramirez Reyes Rivera Rodriguez Salinas Sanchez Torres Trevino Vargas Vega Villarreal`),
  },
  {
    weight: 7,
    female: names(`Anh Grace Hana Jia Linh Mai Mei Priya Soo Thuy`),
    male: names(`Anand Bao Daniel Hao Jin Minh Raj Sanjay Tuan Wei`),
    families: names(`Chen Choi Huang Kim Le Lee Li Lin Nguyen Park Patel Pham Rao Tran Vo Wang Wu Zhang`),
  },
]

const communities: Readonly<Record<Region, readonly Community[]>> = { lagos, dhaka, pune, austin }

export function person(random: Random, region: Region): Person {
  const community = random.weighted(communities[region].map((one) => [one, one.weight]))
  const gender = random.chance(0.5) ? 'female' : 'male'
  const given = random.pick(community[gender])
  const family = random.pick([...community.families, ...repeated(community.familiesOf?.[gender] ?? [])])
  const native = given.native !== null && family.native !== null ? { given: given.native, family: family.native } : null
  return { given: given.latin, family: family.latin, gender, native }
}

/** Few in number but borne by about half of the people, so they are drawn that often. */
function repeated(families: readonly Name[]): readonly Name[] {
  return [...families, ...families, ...families, ...families]
}

/** How many different given and family names a region has. */
export function nameCounts(region: Region): { given: number; family: number } {
  const given = communities[region].flatMap(({ female, male }) => [...female, ...male])
  const family = communities[region].flatMap(({ families, familiesOf }) => [
    ...families,
    ...(familiesOf ? [...familiesOf.female, ...familiesOf.male] : []),
  ])
  const different = (list: readonly Name[]) => new Set(list.map(({ latin }) => latin)).size
  return { given: different(given), family: different(family) }
}

const trades: Readonly<Record<Region, readonly string[]>> = {
  lagos: [
    'Ventures',
    'Stores',
    'Pharmacy',
    'Logistics',
    'Kitchen',
    'Fabrics',
    'Hotel & Suites',
    'Business Centre',
    'Academy',
    'Clinic',
    'Motors',
    'Cybercafé',
    'Salon',
    'Foods',
    'Microfinance',
    'Studios',
  ],
  dhaka: [
    'Traders',
    'Enterprise',
    'Pharmacy',
    'Garments',
    'Telecom',
    'Electronics',
    'Restaurant',
    'Coaching Centre',
    'Diagnostic Centre',
    'Printers',
    'Tailors',
    'Furniture',
    'Cold Storage',
    'Travels',
    'Sweets',
    'Fashion',
  ],
  pune: [
    'Enterprises',
    'Medical',
    'Sweets',
    'Engineering Works',
    'Infotech',
    'Classes',
    'Hospital',
    'Caterers',
    'Jewellers',
    'Auto',
    'Builders',
    'Agro',
    'Textiles',
    'Dairy',
    'Travels',
    'Kirana',
  ],
  austin: [
    'Coffee',
    'BBQ',
    'Plumbing',
    'Realty',
    'Dental',
    'Landscaping',
    'Roofing',
    'Brewing',
    'Law',
    'Fitness',
    'Auto Repair',
    'Design',
    'Books',
    'Electric',
    'Veterinary',
    'Moving',
  ],
}

/** `Okafor Pharmacy`, or after its neighbourhood: `Yaba Business Centre`. */
export function businessName(random: Random, region: Region, area: string): string {
  const trade = random.pick(trades[region])
  return random.chance(0.35) ? `${area} ${trade}` : `${person(random, region).family} ${trade}`
}

const prefixes: Readonly<Record<Region, readonly string[]>> = {
  lagos: [
    '802',
    '803',
    '805',
    '806',
    '807',
    '808',
    '809',
    '812',
    '813',
    '814',
    '815',
    '816',
    '817',
    '818',
    '703',
    '706',
    '708',
    '902',
    '903',
  ],
  dhaka: ['13', '14', '15', '16', '17', '18', '19'],
  pune: [
    '98',
    '99',
    '97',
    '96',
    '95',
    '94',
    '93',
    '91',
    '90',
    '89',
    '88',
    '87',
    '86',
    '84',
    '83',
    '82',
    '81',
    '79',
    '78',
    '77',
    '76',
    '75',
    '70',
  ],
  austin: ['512', '737', '254', '830'],
}

/** A mobile number in E.164. Those of Austin are from the range kept for fiction: 555-0100 to 555-0199. */
export function phoneNumber(random: Random, region: Region): string {
  const prefix = random.pick(prefixes[region])
  switch (region) {
    case 'lagos':
      return `+234${prefix}${random.digits(7)}`
    case 'dhaka':
      return `+880${prefix}${random.digits(8)}`
    case 'pune':
      return `+91${prefix}${random.digits(8)}`
    case 'austin':
      return `+1${prefix}55501${random.digits(2)}`
    default:
      return region satisfies never
  }
}

/** An address at a name that mail can never leave to. */
export function emailAddress({ given, family }: Person, number: number): string {
  return `${given}.${family}${number}@mail.example`.toLowerCase()
}
