"""The titles, offices and bodies that end the name of a speaker.

The beginning of a longer word is no title: `大統領` in `大統領府`, `記者` in `記者会見`.
"""

import re

_HEADS = (
    "大統領府|首相府|大公府|大統領|首相|国王|女王|大公|皇太子|主席|総裁|党首"
    "|[外防務業境済通育農産政働融衛健法化労発設内]相"
)
_OFFICES = (
    "[長次高技武教]官|報道官|補佐官|司令官|調整官|審議官|監察官|検察官|裁判官|外交官|警察官|捜査官|指揮官|書記|総領事|公使|大使"
    "|[議総局市町村区部課室所署院学校船隊艦機駅団社会座]長|委員長|幹事長|理事長|参謀長|編集長|会頭|頭取|知事|議員|代表|教授"
)
_PEOPLE = (
    "准将|[少中大]将|[大中少]佐|将軍|元帥|参謀|司教|枢機卿|監督|医師|弁護士|記者(?!会見)|アナリスト|エコノミスト|スポークスマン"
    "|広報担当|報道担当|担当者|関係者|外交筋|専門家|住民|氏"
)
_BODIES = (
    "議員団|医師団|弁護団|記者団|代表団|監視団|組合|労組|協会|連盟|委員会|裁判所|警察|政府|当局"
    "|[防務業境済通育農産働融]省|庁|声明"
)
_ACCOUNTS = "(?<![A-Za-z0-9_])[A-Za-z0-9_]{2,30}+(?=[ぁ-ヺ一-龠])"
# The title or the body at the end of a speaker.
TITLE = re.compile(
    f"(?:{_HEADS}|{_OFFICES}|{_PEOPLE}|{_BODIES})"
    "(?![府室省庁長官夫選手団]|報道|補佐|顧問|代行|候補|側近|特使|経験|声明)"
    f"|{_ACCOUNTS}"
)
_PERSON = f"{_HEADS}|{_OFFICES}|氏"
# A person with a title, and behind a comma the topic: `モーラン首相、鐘の返還要求`.
ABOUT = re.compile(f"(.+?(?:{_PERSON}))、(?!.*(?:{_PERSON}|{_PEOPLE})$)(?=.*[ぁ-ん一-龠])")
