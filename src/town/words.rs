//! Which names are given here? All are common words; persons made of them are nobody.

pub const MAIN_ROADS: [&str; 24] = [
    "Main", "Market", "Church", "Washington", "Mill", "Court", "College", "Franklin", "Union", "Depot", "Lafayette", "Jefferson", "Madison",
    "Liberty", "Commerce", "Academy", "Harrison", "Monroe", "Granite", "Summit", "Chestnut", "Carolina", "Piedmont", "Tarboro",
];
pub const PLAIN: [&str; 60] = [
    "Oak", "Maple", "Elm", "Cedar", "Walnut", "Pine", "Spruce", "Locust", "Hickory", "Poplar", "Dogwood", "Magnolia", "Sycamore", "Willow",
    "Laurel", "Holly", "Juniper", "Ash", "Birch", "Beech", "Adams", "Grant", "Lincoln", "Jackson", "Vance", "Greene", "Nash", "Warren",
    "Park", "Bridge", "Water", "Spring", "Canal", "Foundry", "Cooper", "Weaver", "Tanner", "Mason", "Miller", "Fisher", "Pearl", "Cherry",
    "Peach", "Orange", "Plum", "Rose", "Vine", "Grove", "Hill", "Valley", "Prospect", "Highland", "Pleasant", "Fair", "Front", "Bond",
    "Baker", "Clay", "Stone", "Wharf",
];
pub const FIRST_PARTS: [&str; 52] = [
    "Amber", "Ashe", "Bay", "Bell", "Birch", "Black", "Blue", "Brook", "Bram", "Cedar", "Clear", "Clover", "Cran", "Crest", "Dove", "Edge",
    "Elder", "Fair", "Falcon", "Fern", "Field", "Fox", "Glen", "Golden", "Green", "Harvest", "Haw", "Hazel", "Heron", "Hollow", "Honey", "Ivy",
    "Kings", "Lake", "Lark", "Linden", "Long", "Meadow", "Mill", "Moss", "Oak", "Otter", "Pebble", "Quail", "Raven", "Red", "Ridge", "River",
    "Rock", "Sage", "Stone", "Wren",
];
pub const LAST_PARTS: [&str; 24] = [
    "bank", "berry", "bourne", "brook", "bury", "crest", "dale", "field", "ford", "gate", "grove", "haven", "hurst", "land", "leaf", "lee",
    "mere", "mont", "ridge", "side", "stone", "view", "water", "wood",
];
/// Latin-1 holds them all.
pub const ACCENTED: [&str; 8] = ["Montañez", "Beauséjour", "San José", "Château", "Peña", "Renée", "Béchamps", "Göransson"];
pub const QUARTERS: [&str; 44] = [
    "Courthouse", "Mill Quarter", "Depot", "Orchard Hill", "Northgate", "College Heights", "Tanyard", "Weavers Row", "Fairmeadow", "Linden Park",
    "Stonebridge", "Heron Point", "Quarry Hill", "Old Ferry", "Sandy Bottom", "Larkspur", "Cedar Knoll", "Fox Hollow", "Brickyard", "Summerfield",
    "Westover", "Eastlake", "Pinecrest", "Miller's Ford", "Glenmoor", "Ashby Green", "Whitfield", "Briar Glen", "Overlook", "Tobacco Row",
    "Silver Spring", "Kingsgate", "Rosedale", "Cotton Landing", "Highfield", "Oakmont", "Ivy Commons", "Saddle Ridge", "Mayfair", "Turner's Gap",
    "Beech Run", "Hawthorn", "Lockhart", "Wren Valley",
];
pub const PARKS: [&str; 16] = [
    "Liberty", "Sycamore", "Founders", "Lions", "Veterans", "Orchard", "Kite Hill", "Rotary", "Cardinal", "Hillside", "Dogwood", "Quarry",
    "Heritage", "Meadowlark", "Willow", "Pine Hollow",
];
pub const SHOPS: [(&str, &str); 16] = [
    ("bakery", "Crumb & Crust"), ("books", "Second Chapter Books"), ("hardware", "Alder Hardware"), ("florist", "Bluebell Florist"),
    ("supermarket", "Valley Grocers"), ("clothes", "Thread & Thimble"), ("hairdresser", "Main Street Barbers"), ("butcher", "Tillman Meats"),
    ("convenience", "Corner Stop"), ("shoes", "Sole Mates"), ("bicycle", "River Wheel Cycles"), ("coffee", "Depot Coffee"), ("gift", "The Paper Lantern"),
    ("pharmacy", "Bend Pharmacy"), ("toys", "Tin Soldier Toys"), ("optician", "Clear View Optics"),
];
pub const SAINTS: [&str; 10] = [
    "First Baptist Church", "Saint Luke's Church", "Grace Methodist Church", "Bethel Chapel", "Trinity Lutheran Church", "Mount Zion Church",
    "Temple Beth Shalom", "Masjid An-Nur", "Saint Brigid's Church", "New Hope Church",
];

pub const WOMEN: [&[&str]; 3] = [
    &["Mary", "Linda", "Patricia", "Barbara", "Carol", "Sandra", "Judith", "Betty", "Shirley", "Joyce", "Brenda", "Gloria", "Diane", "Ruth",
        "Frances", "Martha", "Rosa", "Ellen", "Peggy", "Doris", "Inés", "Hattie"],
    &["Jennifer", "Lisa", "Kimberly", "Michelle", "Angela", "Melissa", "Tamika", "Heather", "Stephanie", "Nicole", "Rachel", "María", "Monique",
        "Erin", "Priya", "Latoya", "Dana", "Renée", "Yolanda", "Mei", "Kristen", "Fatima"],
    &["Emma", "Olivia", "Madison", "Aaliyah", "Hannah", "Destiny", "Sofía", "Jasmine", "Grace", "Chloé", "Zoë", "Imani", "Layla", "Ava", "Noor",
        "Camila", "Brooklyn", "Skylar", "Kayla", "Anjali", "Ximena", "Abigail"],
];
pub const MEN: [&[&str]; 3] = [
    &["James", "Robert", "John", "William", "Richard", "Charles", "Thomas", "Larry", "Gary", "Donald", "Ronald", "Kenneth", "George", "Walter",
        "Harold", "Eugene", "Roy", "Willie", "Luis", "Clyde", "Ernest", "Alton"],
    &["Michael", "Christopher", "Jason", "Brian", "Kevin", "Marcus", "Eric", "Jeffrey", "Darnell", "Carlos", "Scott", "Andre", "Raj", "Derrick",
        "Omar", "Todd", "José", "Terrence", "Shawn", "Wei", "Keith", "Antoine"],
    &["Jacob", "Ethan", "Tyler", "Noah", "Mason", "Isaiah", "Elijah", "Mateo", "Liam", "Jalen", "Austin", "Malik", "Diego", "Logan", "Xavier",
        "Caleb", "André", "Amir", "Hunter", "Lucas", "Devin", "Nikhil"],
];
pub const SURNAMES: [&str; 168] = [
    "Smith", "Williams", "Johnson", "Jones", "Brown", "Davis", "Moore", "Taylor", "Wilson", "Thomas", "Harris", "Jackson", "Lewis", "Robinson",
    "Clark", "Walker", "Hall", "Allen", "Young", "King", "Wright", "Hill", "Green", "Baker", "Carter", "Mitchell", "Evans", "Turner", "Parker",
    "Edwards", "Collins", "Stewart", "Morris", "Rogers", "Reed", "Cook", "Morgan", "Bell", "Murphy", "Bailey", "Cooper", "Richardson", "Howard",
    "Ward", "Torres", "Peterson", "Gray", "Ramírez", "Watson", "Brooks", "Sanders", "Price", "Bennett", "Wood", "Barnes", "Ross", "Henderson",
    "Coleman", "Jenkins", "Perry", "Powell", "Long", "Patterson", "Hughes", "Flores", "Washington", "Butler", "Simmons", "Foster", "Bryant",
    "Alexander", "Russell", "Griffin", "Hayes", "Myers", "Ford", "Hamilton", "Graham", "Sullivan", "Wallace", "Woods", "West", "Jordan",
    "Owens", "Reynolds", "Fisher", "Ellis", "Harrison", "Gibson", "McDonald", "Cruz", "Marshall", "Gómez", "Murray", "Freeman", "Wells", "Webb",
    "Simpson", "Stevens", "Tucker", "Hicks", "Crawford", "Mason", "Morales", "Kennedy", "Warren", "Dixon", "Ramos", "Reyes", "Burns", "Gordon",
    "Shaw", "Holmes", "Rice", "Robertson", "Hunt", "Black", "Daniels", "Palmer", "Mills", "Nichols", "Grant", "Knight", "Ferguson", "Rose",
    "Stone", "Hawkins", "Dunn", "Perkins", "Hudson", "Spencer", "Gardner", "Pierce", "Boone", "Vaughn", "Pittman", "Battle", "Whitaker",
    "Langley", "Edgecombe", "Joyner", "Bullock", "Núñez", "O'Brien", "D'Angelo", "Patel", "Nguyen", "Kim", "Chen", "Shah", "Haddad", "Kowalski",
    "Müller", "Goldberg", "Okafor", "Mensah", "St. John", "Van Dyke", "Hall-Perry", "McAllister", "Tran", "Park", "Rivera", "Delgado",
    "Ortega", "Lindqvist", "Ferreira", "Abdi",
];
