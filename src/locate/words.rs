//! Which words of an address mean the same: USPS Publication 28 (appendices B, C1 and C2) and French voie types.
//!
//! Each line is a standard form followed by its other spellings.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::Country;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Road, Street, rue: tells two streets of one name apart.
    Kind,
    /// A set of compass bits: north 1, south 2, east 4, west 8.
    Direction(u8),
    /// Apt, Unit, #: what follows is the unit, if it looks like one.
    Unit,
    /// Rear, Basement: a unit by itself.
    UnitAlone,
    /// de, la, des: dropped.
    Article,
    Other,
}

#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub standard: &'static str,
    pub role: Role,
}

#[derive(Debug)]
pub struct Words {
    table: HashMap<&'static str, Word>,
    /// Long spellings of kinds and directions, which a typo may have hit.
    long: Vec<(&'static str, Word)>,
    /// Two standard words that are one together, and that one.
    pairs: &'static [(&'static str, &'static str, &'static str)],
}

impl Words {
    pub fn of(country: Country) -> &'static Self {
        static US: LazyLock<Words> = LazyLock::new(|| {
            let lists = [
                (US_KINDS, Role::Kind),
                (US_OTHERS, Role::Other),
                (US_UNITS, Role::Unit),
                (US_UNITS_ALONE, Role::UnitAlone),
                (NORTH, Role::Direction(1)),
                (SOUTH, Role::Direction(2)),
                (EAST, Role::Direction(4)),
                (WEST, Role::Direction(8)),
                (NORTH_EAST, Role::Direction(5)),
                (NORTH_WEST, Role::Direction(9)),
                (SOUTH_EAST, Role::Direction(6)),
                (SOUTH_WEST, Role::Direction(10)),
            ];
            Words::new(&lists, US_PAIRS)
        });
        static FR: LazyLock<Words> = LazyLock::new(|| {
            let lists = [(FR_KINDS, Role::Kind), (FR_OTHERS, Role::Other), (FR_UNITS, Role::Unit), (FR_ARTICLES, Role::Article)];
            Words::new(&lists, FR_PAIRS)
        });
        match country {
            Country::Us => &US,
            Country::Fr => &FR,
        }
    }

    fn new(lists: &[(&'static str, Role)], pairs: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        let mut words = Self { table: HashMap::new(), long: Vec::new(), pairs };
        for &(list, role) in lists {
            for line in list.lines() {
                let standard = line.split(' ').next().unwrap_or_default();
                for spelling in line.split(' ') {
                    let word = Word { standard, role };
                    words.table.entry(spelling).or_insert(word);
                    if spelling.len() >= 5 && matches!(role, Role::Kind | Role::Direction(_)) {
                        words.long.push((spelling, word));
                    }
                }
            }
        }
        words
    }

    pub fn get(&self, spelling: &str) -> Option<Word> {
        self.table.get(spelling).copied()
    }

    /// The one word that two standard words in a row make: `ZONE INDUSTRIELLE` is `ZI`.
    pub fn joined(&self, first: &str, second: &str) -> Option<Word> {
        let &(_, _, standard) = self.pairs.iter().find(|&&(a, b, _)| a == first && b == second)?;
        Some(self.get(standard).unwrap_or(Word { standard, role: Role::Other }))
    }

    pub fn long(&self) -> &[(&'static str, Word)] {
        &self.long
    }
}

const NORTH: &str = "N NORTH";
const SOUTH: &str = "S SOUTH";
const EAST: &str = "E EAST";
const WEST: &str = "W WEST";
const NORTH_EAST: &str = "NE NORTHEAST";
const NORTH_WEST: &str = "NW NORTHWEST";
const SOUTH_EAST: &str = "SE SOUTHEAST";
const SOUTH_WEST: &str = "SW SOUTHWEST";

/// `STATE RD 7`, `STATE HWY 7` and `SR 7` are one; so are `US HWY 1`, `US RTE 1` and `US 1`; and county roads.
const US_PAIRS: &[(&str, &str, &str)] = &[
    ("STATE", "RD", "SR"),
    ("STATE", "RTE", "SR"),
    ("STATE", "HWY", "SR"),
    ("CO", "RD", "CR"),
    ("CO", "RTE", "CR"),
    ("CO", "HWY", "CR"),
    ("US", "RTE", "US"),
    ("US", "HWY", "US"),
];

const FR_PAIRS: &[(&str, &str, &str)] = &[
    ("ZONE", "INDUSTRIELLE", "ZI"),
    ("ZONE", "ARTISANALE", "ZA"),
    ("ZONE", "ACTIVITE", "ZA"),
    ("ZONE", "ACTIVITES", "ZA"),
    ("CENTRE", "COMMERCIAL", "CC"),
    ("CENTRE", "CIAL", "CC"),
    ("ROND", "POINT", "RPT"),
    ("LIEU", "DIT", "LIEUDIT"),
    ("10", "7", "17"),
    ("10", "8", "18"),
    ("10", "9", "19"),
];

const US_UNITS: &str = "APT APARTMENT
UNIT
STE SUITE
# NO NUM
BLDG BUILDING
RM ROOM
FL FLOOR FLR
TRLR TRAILER
LOT
SPC SPACE
DEPT DEPARTMENT
HNGR HANGAR
SLIP
PIER";

const US_UNITS_ALONE: &str = "BSMT BASEMENT
FRNT FRONT
REAR
LOWR LOWER
UPPR UPPER
LBBY LOBBY
PH PENTHOUSE
OFC OFFICE";

/// Words inside names that files shorten as they please.
const US_OTHERS: &str = "ST SAINT SAINTE
1 FIRST
2 SECOND
3 THIRD
4 FOURTH
5 FIFTH
6 SIXTH
7 SEVENTH
8 EIGHTH
9 NINTH
10 TENTH
11 ELEVENTH
12 TWELFTH
DR DOCTOR
JR JUNIOR
CO COUNTY CNTY
AND &";

const US_KINDS: &str = "ST STREET STR STRT
RD ROAD
AVE AVENUE AV AVEN AVENU AVN AVNUE
DR DRIVE DRIV DRV
CT COURT
LN LANE LA
CIR CIRCLE CIRC CIRCL CRCL CRCLE
PL PLACE
WAY WY
BLVD BOULEVARD BOUL BOULV BLV
TER TERRACE TERR
PKWY PARKWAY PARKWY PKWAY PKY
PIKE
GRTH GARTH
SQ SQUARE SQR SQRE SQU
TRL TRAIL TRAILS TRLS TR
HWY HIGHWAY HIGHWY HIWAY HIWY HWAY
MEWS
RUN
XING CROSSING CRSSNG
HTS HEIGHTS HT
PT POINT
RDG RIDGE RDGE
ALY ALLEY ALLEE ALLY
ANX ANNEX ANEX
ARC ARCADE
BYU BAYOU BAYOO
BCH BEACH
BND BEND
BLF BLUFF
BLFS BLUFFS
BTM BOTTOM BOT
BR BRANCH BRNCH
BRG BRIDGE BRDGE
BRK BROOK
BRKS BROOKS
BG BURG
BYP BYPASS BYPA BYPAS BYPS
CP CAMP CMP
CYN CANYON CANYN CNYN
CPE CAPE
CSWY CAUSEWAY CAUSWA
CTR CENTER CENTRE CEN CENT CENTR CNTER CNTR
CTRS CENTERS
CIRS CIRCLES
CLF CLIFF
CLFS CLIFFS
CLB CLUB
CMN COMMON
CMNS COMMONS
COR CORNER
CORS CORNERS
CRSE COURSE
CTS COURTS
CV COVE
CVS COVES
CRK CREEK
CRES CRESCENT CRSENT CRSNT
CRST CREST
XRD CROSSROAD
XRDS CROSSROADS
CURV CURVE
DL DALE
DM DAM
DV DIVIDE DIV DVD
DRS DRIVES
EST ESTATE
ESTS ESTATES
EXPY EXPRESSWAY EXP EXPR EXPRESS EXPW
EXT EXTENSION EXTN EXTNSN
EXTS EXTENSIONS
FALL
FLS FALLS
FRY FERRY FRRY
FLD FIELD
FLDS FIELDS
FLT FLAT
FLTS FLATS
FRD FORD
FRDS FORDS
FRST FOREST FORESTS
FRG FORGE FORG
FRGS FORGES
FRK FORK
FRKS FORKS
FT FORT FRT
FWY FREEWAY FREEWY FRWAY FRWY
GDN GARDEN GARDN GRDEN GRDN
GDNS GARDENS GRDNS
GTWY GATEWAY GATEWY GATWAY GTWAY
GLN GLEN
GLNS GLENS
GRN GREEN
GRNS GREENS
GRV GROVE GROV
GRVS GROVES
HBR HARBOR HARB HARBR HRBOR HARBOUR
HBRS HARBORS
HVN HAVEN
HL HILL
HLS HILLS
HOLW HOLLOW HLLW HOLLOWS HOLWS
INLT INLET
IS ISLAND ISLND
ISS ISLANDS ISLNDS
ISLE ISLES
JCT JUNCTION JCTION JCTN JUNCTN JUNCTON
JCTS JUNCTIONS
KY KEY
KYS KEYS
KNL KNOLL KNOL
KNLS KNOLLS
LK LAKE
LKS LAKES
LAND
LNDG LANDING LNDNG
LGT LIGHT
LGTS LIGHTS
LF LOAF
LCK LOCK
LCKS LOCKS
LDG LODGE LDGE LODG
LOOP LOOPS
MALL
MNR MANOR
MNRS MANORS
MDW MEADOW
MDWS MEADOWS MEDOWS
ML MILL
MLS MILLS
MSN MISSION MISSN MSSN
MTWY MOTORWAY
MT MOUNT MNT
MTN MOUNTAIN MNTAIN MNTN MOUNTIN MTIN
MTNS MOUNTAINS MNTNS
NCK NECK
ORCH ORCHARD ORCHRD
OVAL OVL
OPAS OVERPASS
PARK PRK
PARKS
PASS
PSGE PASSAGE
PATH PATHS
PNE PINE
PNES PINES
PLN PLAIN
PLNS PLAINS
PLZ PLAZA PLZA
PTS POINTS
PRT PORT
PRTS PORTS
PR PRAIRIE PRR
RADL RADIAL RAD RADIEL
RAMP
RNCH RANCH RANCHES RNCHS
RPD RAPID
RPDS RAPIDS
RST REST
RDGS RIDGES
RIV RIVER RVR RIVR
RDS ROADS
RTE ROUTE RT
ROW
RUE
SHL SHOAL
SHLS SHOALS
SHR SHORE SHOAR
SHRS SHORES SHOARS
SKWY SKYWAY
SPG SPRING SPNG SPRNG
SPGS SPRINGS SPNGS SPRNGS
SPUR SPURS
SQS SQUARES
STA STATION STATN STN
STRA STRAVENUE
STRM STREAM STREME
STS STREETS
SMT SUMMIT SUMIT SUMITT
TRWY THROUGHWAY
TRCE TRACE TRACES
TRAK TRACK TRACKS TRK TRKS
TRFY TRAFFICWAY
TUNL TUNNEL TUNEL
TPKE TURNPIKE TRNPK TURNPK
UPAS UNDERPASS
UN UNION
UNS UNIONS
VLY VALLEY VALLY VLLY
VLYS VALLEYS
VIA VIADUCT VDCT VIADCT
VW VIEW
VWS VIEWS
VLG VILLAGE VILL VILLAG VILLG
VLGS VILLAGES
VL VILLE
VIS VISTA VIST VST VSTA
WALK WALKS
WALL
WAYS
WL WELL
WLS WELLS";

const FR_KINDS: &str = "RUE R
AV AVENUE AVE
BD BOULEVARD BVD BLD BLVD BOUL
PL PLACE
ALL ALLEE ALLEES
IMP IMPASSE
CHE CHEMIN CH CHEM
RTE ROUTE
QUAI QU
CRS COURS
SQ SQUARE
PAS PASSAGE PASS PSG
RES RESIDENCE RESID
LOT LOTISSEMENT
HAM HAMEAU
FG FAUBOURG FBG
CITE
COUR
ESP ESPLANADE ESPL
GALERIE
MTE MONTEE
PROM PROMENADE
RPT RONDPOINT
SEN SENTE
SENT SENTIER
TRA TRAVERSE
VC VOIE
VEN VENELLE
VLA VILLA
VGE VILLAGE
ZA
ZAC
ZI
RLE RUELLE
CAR CARREFOUR
CHS CHAUSSEE
CLOS
COTE
DOM DOMAINE
ESC ESCALIER
MAIL
PARC
PORT
PTE PORTE
CC";

const FR_UNITS: &str = "APT APPARTEMENT APPT APPART
BAT BATIMENT
ESC ESCALIER
ETG ETAGE
PORTE
LOGT LOGEMENT";

/// Words inside names that files shorten as they please.
const FR_OTHERS: &str = "ST SAINT
STE SAINTE
STS SAINTS
GENERAL GAL GEN
MARECHAL MAL MARL
DOCTEUR DR DOCT
PRESIDENT PDT PRES
PROFESSEUR PROF PR
COMMANDANT CDT
CAPITAINE CAP CNE
COLONEL COL
LIEUTENANT LT LTN
ADJUDANT ADJ
SERGENT SGT
AMIRAL AML
ABBE ABE
MONSEIGNEUR MGR MONS
MADAME MME
MADEMOISELLE MLLE
MONSIEUR MR
NOTRE ND
GRAND GD
GRANDE GDE
PETIT PT
PETITE PTE
VIEUX VX
1 PREMIER PREMIERE UN
2 DEUXIEME DEUX
3 TROISIEME TROIS
4 QUATRIEME QUATRE
5 CINQUIEME CINQ
6 SIXIEME SIX
7 SEPTIEME SEPT
8 HUITIEME HUIT
9 NEUVIEME NEUF
10 DIXIEME DIX
11 ONZIEME ONZE
12 DOUZIEME DOUZE
13 TREIZIEME TREIZE
14 QUATORZIEME QUATORZE
15 QUINZIEME QUINZE
16 SEIZIEME SEIZE
20 VINGTIEME VINGT
30 TRENTE";

const FR_ARTICLES: &str = "DE
DU
DES
D
L
LA
LE
LES
A
AU
AUX
ET
EN
SUR
SOUS SS
LIEUDIT LD";
